import { frameLogGroup } from '@polylog/driver-kit';
import { SlsError } from './error.js';
import { fields, type ScannedLog, scanLogGroup } from './log-group-scan.js';

/** Whether a log passes. */
export type LogFilter = (log: ScannedLog) => boolean;

/**
 * A small part of the service's filter language, enough to try what a filtered pull does to cursors: `*`, a word that
 * any value must contain, `key: text` for one that this key's value must contain, and several of these with `and`. The
 * rest (SPL pipelines, or, not, comparisons) is refused with the service's `InvalidQueryString`.
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
    throw new SlsError(400, 'InvalidQueryString', `query string is invalid, or beyond the emulator: ${query}`);
  }
  return (log) =>
    log.contents.some(
      (content) => (key === undefined || content.key.toString() === key) && content.value.includes(text),
    );
}

/** What is left of a framed group, itself framed; undefined if nothing is. */
export function filterFramed(
  framed: Buffer,
  filter: LogFilter,
): { readonly framed: Buffer; readonly lines: number } | undefined {
  const [field] = fields(framed);
  const group = field?.bytes ?? Buffer.alloc(0);
  const kept: Buffer[] = [];
  let lines = 0;
  let at = 0;
  for (const log of scanLogGroup(group)) {
    kept.push(group.subarray(at, log.start));
    at = log.end;
    if (!filter(log)) continue;
    kept.push(group.subarray(log.start, log.end));
    lines += 1;
  }
  if (lines === 0) return undefined;
  kept.push(group.subarray(at));
  return { framed: frameLogGroup(Buffer.concat(kept)), lines };
}
