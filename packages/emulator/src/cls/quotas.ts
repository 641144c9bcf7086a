import { createRate } from '../http/rate.js';
import { ClsError } from './error.js';

/** Calls a second; a quota that is left out is not kept. */
export interface QuotaLimits {
  /** Of each action of API 3.0. */
  readonly callsPerSecond?: number;
  /** Of each partition. */
  readonly readsPerSecond?: number;
  /** Uploads into each partition. */
  readonly writesPerSecond?: number;
}

export interface Quotas {
  takeCall(action: string, nowMs: number): void;
  take(kind: 'read' | 'write', partition: string, nowMs: number): void;
}

/** What the service documents. */
export const documentedQuotas: Required<QuotaLimits> = {
  callsPerSecond: 20,
  readsPerSecond: 200,
  writesPerSecond: 500,
};

export function createQuotas({ callsPerSecond, readsPerSecond, writesPerSecond }: QuotaLimits): Quotas {
  const isOver = createRate();

  return {
    takeCall(action, nowMs) {
      if (!isOver(action, callsPerSecond, nowMs)) return;
      const message = `Your current request times equals to ${callsPerSecond} in a second, which exceeds the frequency limit of ${action}.`;
      throw new ClsError(429, 'SpeedQuotaExceed', message, 'RequestLimitExceeded');
    },
    take(kind, partition, nowMs) {
      const limit = kind === 'read' ? readsPerSecond : writesPerSecond;
      if (!isOver(`${kind} ${partition}`, limit, nowMs)) return;
      const code = kind === 'read' ? 'ReadQpsLimit' : 'WriteQpsLimit';
      const message = `partition ${partition}: more than ${limit} ${kind}s a second`;
      throw new ClsError(429, 'SpeedQuotaExceed', message, `FailedOperation.${code}`);
    },
  };
}
