import { FilterBeyondUs, type LogFilter } from '../store/filter.js';

/**
 * A small part of the service's filter language, enough to try what a filtered pull does to positions: `*`, a word that
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
