import { type GroupShape, type ScannedLog, scanLogGroup } from './log-group-scan.js';

/** Thrown for a query that is wrong, or more than the emulator knows. */
export class FilterBeyondUs extends Error {}

/** Whether a log passes. */
export type LogFilter = (log: ScannedLog) => boolean;

/** What is left of a group; undefined if nothing is. */
export function filterGroup(
  group: Buffer,
  shape: GroupShape,
  filter: LogFilter,
): { readonly group: Buffer; readonly lines: number } | undefined {
  const kept: Buffer[] = [];
  let lines = 0;
  let at = 0;
  for (const log of scanLogGroup(group, shape)) {
    kept.push(group.subarray(at, log.start));
    at = log.end;
    if (!filter(log)) continue;
    kept.push(group.subarray(log.start, log.end));
    lines += 1;
  }
  if (lines === 0) return undefined;
  kept.push(group.subarray(at));
  return { group: Buffer.concat(kept), lines };
}
