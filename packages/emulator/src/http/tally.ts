import type { CallInfo } from './face.js';

/** Calls and bytes served since the start; calls whose answer was lost have status 0. */
export interface Stats {
  readonly calls: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  /** Calls that were refused, by the call and the service's code; CLS refuses with status 200, too. */
  readonly refusals: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly sentBytes: number;
}

export interface Tally {
  count(info: CallInfo, status: number, sentBytes: number, refusal?: string): void;
  stats(): Stats;
}

export function createTally(): Tally {
  const calls: Record<string, number> = {};
  const statuses: Record<string, number> = {};
  const refusals: Record<string, Record<string, number>> = {};
  let sentBytes = 0;
  return {
    count(info, status, bytes, refusal) {
      calls[info.call] = (calls[info.call] ?? 0) + 1;
      statuses[status] = (statuses[status] ?? 0) + 1;
      sentBytes += bytes;
      if (refusal === undefined) return;
      const byCode = refusals[info.call] ?? {};
      byCode[refusal] = (byCode[refusal] ?? 0) + 1;
      refusals[info.call] = byCode;
    },
    stats: () => structuredClone({ calls, statuses, refusals, sentBytes }),
  };
}
