import { ClsError } from './error.js';

/** Calls a second; a quota that is left out is not kept. */
export interface QuotaLimits {
  /** Of each action of API 3.0. */
  readonly callsPerSecond?: number;
  /** Of each partition. */
  readonly readsPerSecond?: number;
}

export interface Quotas {
  takeCall(action: string, nowMs: number): void;
  takeRead(partition: string, nowMs: number): void;
}

/** What the service documents. */
export const documentedQuotas: Required<QuotaLimits> = { callsPerSecond: 20, readsPerSecond: 200 };

/** Counted in whole seconds of the service's clock, as quotas are. */
export function createQuotas({ callsPerSecond, readsPerSecond }: QuotaLimits): Quotas {
  const counts = new Map<string, { second: number; count: number }>();

  function isOver(key: string, limit: number | undefined, nowMs: number): boolean {
    if (limit === undefined) return false;
    const second = Math.floor(nowMs / 1000);
    const entry = counts.get(key);
    const count = entry?.second === second ? entry.count + 1 : 1;
    counts.set(key, { second, count });
    return count > limit;
  }

  return {
    takeCall(action, nowMs) {
      if (!isOver(action, callsPerSecond, nowMs)) return;
      const message = `Your current request times equals to ${callsPerSecond} in a second, which exceeds the frequency limit of ${action}.`;
      throw new ClsError(429, 'SpeedQuotaExceed', message, 'RequestLimitExceeded');
    },
    takeRead(partition, nowMs) {
      if (!isOver(`partition ${partition}`, readsPerSecond, nowMs)) return;
      throw new ClsError(429, 'SpeedQuotaExceed', `partition ${partition}: more than ${readsPerSecond} reads a second`);
    },
  };
}
