import type { CallInfo } from './face.js';

/** Calls and bytes served since the start; calls whose answer was lost have status 0. */
export interface Stats {
  readonly calls: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly sentBytes: number;
}

export interface Tally {
  count(info: CallInfo, status: number, sentBytes: number): void;
  stats(): Stats;
}

export function createTally(): Tally {
  const calls: Record<string, number> = {};
  const statuses: Record<string, number> = {};
  let sentBytes = 0;
  return {
    count(info, status, bytes) {
      calls[info.call] = (calls[info.call] ?? 0) + 1;
      statuses[status] = (statuses[status] ?? 0) + 1;
      sentBytes += bytes;
    },
    stats: () => ({ calls: { ...calls }, statuses: { ...statuses }, sentBytes }),
  };
}
