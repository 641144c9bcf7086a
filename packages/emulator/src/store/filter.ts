import { type GroupShape, type ScannedLog, scanLogGroup } from './log-group-scan.js';

/** Thrown for a query that is wrong, or more than the emulator knows. */
export class FilterBeyondUs extends Error {}

/** Whether a log passes. */
export type LogFilter = (log: ScannedLog) => boolean;

/**
 * A small part of the services' filter languages, enough to try what a filtered pull does to positions: `*`, a word that
 * any value must contain, `key: text` for one that this key's value must contain, and several of these with `and`. The
 * rest (SPL pipelines, or, not, comparisons) throws {@link FilterBeyondUs}.
 */
export function parseFilter(query: string): LogFilter {
  const conditions = query.split(/\s+and\s+/i).map((part) => parseCondition(part.trim(), query));
  return (log) => conditions.every((condition) => condition(log));
}

function parseCondition(part: string, query: string): LogFilter {
  if (part === '*') return () => true;
  const [, quotedKey, plainKey, quoted, plain] =
    /^(?:(?:"([^"]+)"|([\w.-]+))\s*:\s*)?(?:"([^"]*)"|([^\s"|:<>=()]+))$/.exec(part) ?? [];
  const key = quotedKey ?? plainKey;
  const text = quoted ?? plain;
  if (text === undefined || (key === undefined && quoted === undefined && /^(?:or|not|and)$/i.test(text))) {
    throw new FilterBeyondUs(query);
  }
  return (log) =>
    log.contents.some(
      (content) => (key === undefined || content.key.toString() === key) && content.value.includes(text),
    );
}

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
