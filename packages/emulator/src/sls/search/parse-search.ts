import { FilterBeyondUs, type LogFilter } from '../../store/filter.js';
import { SlsError } from '../error.js';
import { parseFilter } from '../query.js';

/** The two parts of `search | SQL`; the second is empty where there is none. */
export function splitQuery(query: string): { readonly searchPart: string; readonly sqlPart: string } {
  const at = pipeOf(query);
  if (at < 0) return { searchPart: query.trim() || '*', sqlPart: '' };
  return { searchPart: query.slice(0, at).trim() || '*', sqlPart: query.slice(at + 1).trim() };
}

/** What the emulator knows is that of filters: `*`, words, `key: text`, and `and`; more is refused by name. */
export function parseSearch(searchPart: string): LogFilter {
  try {
    return parseFilter(searchPart);
  } catch (error) {
    if (!(error instanceof FilterBeyondUs)) throw error;
    throw new SlsError(400, 'InvalidQueryString', `query string is invalid, or beyond the emulator: ${searchPart}`);
  }
}

/** The first pipe outside quotes; −1 where there is none. */
function pipeOf(query: string): number {
  let quote = '';
  for (let at = 0; at < query.length; at += 1) {
    const char = query[at] as string;
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '|') return at;
  }
  return -1;
}
