import { type CallContext, logstoreOf } from '../call.js';
import { indexNotExist, SlsError } from '../error.js';
import type { Logstore } from '../logstore.js';
import type { Search, TimeRange } from './find-logs.js';
import { compileQuery } from './query/compile-query.js';
import { parseQuery } from './query/parse-query.js';
import { type QueryTree, termsIn } from './query/query-tree.js';
import { type QueryParts, splitQuery } from './query/split-query.js';
import { type SearchIndex, searchIndexOf } from './search-index.js';

/** A query's parameters, wherever they stand: numbers and booleans may come as text. */
export type Asked = Readonly<Record<string, unknown>>;

/** A query that is understood: what it searches, and in what. */
export interface Question extends QueryParts {
  readonly logstore: Logstore;
  readonly index: SearchIndex;
  readonly search: Search;
  readonly terms: ReturnType<typeof termsIn>;
}

export type Progress = 'Complete' | 'Incomplete';

const NS_A_SECOND = 1_000_000_000;

/** Throws where there is no index: nothing can be searched then. */
export function questionOf(context: CallContext, asked: Asked): Question {
  const logstore = logstoreOf(context);
  if (!logstore.index) throw indexNotExist(400);
  const index = searchIndexOf(logstore.index);
  const range = timeRange(asked);
  const parts = splitQuery(String(asked.query ?? ''));
  const tree: QueryTree = parseQuery(parts.searchPart);
  const search = {
    ...range,
    topic: String(asked.topic ?? ''),
    shard: whole(asked.shard, undefined, 'ParameterInvalid'),
    test: compileQuery(tree, parts.searchPart, index),
  };
  return { ...parts, logstore, index, search, terms: termsIn(tree) };
}

/** As often as the switch says, a query is answered half way; asked again it goes further. */
export function progressOf(context: CallContext, logstore: Logstore, asked: Asked): Progress {
  const key = JSON.stringify([context.route.call, asked]);
  const times = logstore.halfAnswers.get(key) ?? 0;
  if (times >= context.switches.incompleteAnswers) {
    logstore.halfAnswers.delete(key);
    return 'Complete';
  }
  logstore.halfAnswers.set(key, times + 1);
  return 'Incomplete';
}

export function whole<Standard extends number | undefined>(
  value: unknown,
  standard: Standard,
  code: string,
): number | Standard {
  if (value === undefined || value === null || value === '') return standard;
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(number) && (number as number) >= 0) return number as number;
  throw new SlsError(400, code, `${JSON.stringify(value)} is not a whole number from 0`);
}

function timeRange(asked: Asked): TimeRange {
  const fromSeconds = whole(asked.from, -1, 'InvalidTimeRange');
  const toSeconds = whole(asked.to, -1, 'InvalidTimeRange');
  const fromNs = whole(asked.fromNs, 0, 'InvalidTimeRange');
  const toNs = whole(asked.toNs, 0, 'InvalidTimeRange');
  const isForward = toSeconds > fromSeconds || (toSeconds === fromSeconds && toNs > fromNs);
  if (fromSeconds >= 0 && isForward && fromNs < NS_A_SECOND && toNs < NS_A_SECOND) {
    return { fromSeconds, fromNs, toSeconds, toNs };
  }
  throw new SlsError(400, 'InvalidTimeRange', `request time range is invalid: from ${fromSeconds} to ${toSeconds}`);
}
