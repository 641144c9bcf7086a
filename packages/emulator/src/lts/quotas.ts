import { createRate } from '../http/rate.js';
import { LtsError } from './error.js';

/** Pushes a second; a quota that is left out is not kept. */
export interface LtsQuotaLimits {
  /** Of the account. */
  readonly writesPerSecond?: number;
  /** Into each log group. */
  readonly groupWritesPerSecond?: number;
  /** Into each log stream. */
  readonly streamWritesPerSecond?: number;
}

export interface LtsQuotas {
  takeWrite(logGroup: string, logStream: string, nowMs: number): void;
}

/** What the service documents; those of log groups and log streams it calls soft. */
export const documentedLtsQuotas: Required<LtsQuotaLimits> = {
  writesPerSecond: 10_000,
  groupWritesPerSecond: 1_000,
  streamWritesPerSecond: 500,
};

export function createLtsQuotas(limits: LtsQuotaLimits): LtsQuotas {
  const isOver = createRate();
  return {
    takeWrite(logGroup, logStream, nowMs) {
      const counted = [
        ['the account', '', limits.writesPerSecond],
        [`log group ${logGroup}`, logGroup, limits.groupWritesPerSecond],
        [`log stream ${logStream}`, `${logGroup}/${logStream}`, limits.streamWritesPerSecond],
      ] as const;
      for (const [what, key, limit] of counted) {
        if (!isOver(key, limit, nowMs)) continue;
        throw new LtsError(400, 'SVCSTG.ALS.200.210', `more than ${limit} writes a second into ${what}`);
      }
    },
  };
}
