import type { Answer } from '../../http/face.js';
import { headerText, jsonAnswer } from '../answer.js';
import { type CallContext, jsonObject, logstoreOf } from '../call.js';
import { SlsError } from '../error.js';
import type { Logstore } from '../logstore.js';
import { findLogs, type Search } from '../search/found-log.js';
import { parseSearch, splitQuery } from '../search/parse-search.js';
import { runSql } from '../search/run-sql.js';
import { noIndex } from './indexes.js';

/** A query's parameters, wherever they stand: numbers and booleans may come as text. */
type Asked = Readonly<Record<string, unknown>>;

/** What a query found, before it takes one of its two forms. */
interface Found {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly progress: 'Complete' | 'Incomplete';
  readonly searchPart: string;
  readonly sqlPart: string;
  readonly columns: readonly string[];
  readonly processedRows: number;
}

const LARGEST_PAGE = 100;

/** The form of today: the query in the body, meta and data in the answer. */
export function getLogsV3(context: CallContext): Answer {
  const found = find(context, jsonObject(context, 'PostBodyInvalid'));
  const hasSQL = found.sqlPart !== '';
  return jsonAnswer({
    meta: {
      progress: found.progress,
      count: found.rows.length,
      processedRows: found.processedRows,
      processedBytes: 0,
      elapsedMillisecond: 1,
      hasSQL,
      aggQuery: found.sqlPart,
      whereQuery: found.searchPart,
      cpuSec: 0,
      cpuCores: 0,
      limited: 0,
      telementryType: '',
      powerSql: false,
      insertedSQL: '',
      isAccurate: true,
      mode: 0,
      scanBytes: 0,
      keys: found.columns,
      terms: [],
      columnTypes: found.columns.map(() => 'bigint'),
      marker: '',
      phraseQueryInfo: null,
      shard: 0,
    },
    data: found.rows,
  });
}

/** The old form: the query in the parameters, a bare list, and its meta in the headers. */
export function getLogs(context: CallContext): Answer {
  const found = find(context, Object.fromEntries(context.request.query));
  const answer = jsonAnswer(found.rows);
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'x-log-progress': found.progress,
      'x-log-count': String(found.rows.length),
      'x-log-processed-rows': String(found.processedRows),
      'x-log-elapsed-millisecond': '1',
      'x-log-has-sql': String(found.sqlPart !== ''),
      'x-log-where-query': headerText(found.searchPart),
      'x-log-agg-query': headerText(found.sqlPart),
      'x-log-cpu-sec': '0',
      'x-log-cpu-cores': '0',
    },
  };
}

function find(context: CallContext, asked: Asked): Found {
  const logstore = searchableLogstore(context);
  const range = timeRange(asked);
  const line = whole(asked.line, LARGEST_PAGE, 'InvalidLine');
  const offset = whole(asked.offset, 0, 'InvalidOffset');
  const reverse = flag(asked.reverse);
  const { searchPart, sqlPart } = splitQuery(String(asked.query ?? ''));
  const search = { ...range, topic: String(asked.topic ?? ''), filter: parseSearch(searchPart) };
  const logs = findLogs(logstore, search, context.nowMs);
  const progress = progressOf(context, logstore, asked);
  const parts = { progress, searchPart, sqlPart, processedRows: logs.length };
  // Half way, half of it.
  const seen = progress === 'Complete' ? logs : logs.slice(0, logs.length >> 1);
  if (sqlPart === '') {
    const ordered = reverse ? [...seen].reverse() : seen;
    const rows = ordered.slice(offset, offset + Math.min(line, LARGEST_PAGE)).map(({ row }) => row);
    return { ...parts, rows, columns: [] };
  }
  // A line is passed over: the SDKs always send one.
  if (offset !== 0) throw new SlsError(400, 'InvalidOffset', 'offset must be 0 with SQL; use LIMIT');
  return { ...parts, ...runSql(sqlPart, seen) };
}

/** Throws where there is no index: nothing can be searched then. */
export function searchableLogstore(context: CallContext): Logstore {
  const logstore = logstoreOf(context);
  if (!logstore.index) throw noIndex(400);
  return logstore;
}

export function timeRange(asked: Asked): Pick<Search, 'fromSeconds' | 'toSeconds'> {
  const fromSeconds = whole(asked.from, -1, 'InvalidTimeRange');
  const toSeconds = whole(asked.to, -1, 'InvalidTimeRange');
  if (fromSeconds >= 0 && toSeconds > fromSeconds) return { fromSeconds, toSeconds };
  throw new SlsError(400, 'InvalidTimeRange', `request time range is invalid: from ${fromSeconds} to ${toSeconds}`);
}

/** As often as the switch says, a query is answered half way; asked again it goes further. */
export function progressOf(context: CallContext, logstore: Logstore, asked: Asked): 'Complete' | 'Incomplete' {
  const key = JSON.stringify([context.route.call, asked]);
  const times = logstore.halfAnswers.get(key) ?? 0;
  if (times >= context.switches.incompleteAnswers) {
    logstore.halfAnswers.delete(key);
    return 'Complete';
  }
  logstore.halfAnswers.set(key, times + 1);
  return 'Incomplete';
}

function whole(value: unknown, standard: number, code: string): number {
  if (value === undefined || value === '') return standard;
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(number) && (number as number) >= 0) return number as number;
  throw new SlsError(400, code, `${JSON.stringify(value)} is not a whole number from 0`);
}

function flag(value: unknown): boolean {
  const text = String(value ?? 'false').toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw new SlsError(400, 'InvalidReverse', `reverse is ${JSON.stringify(value)}; allowed: true, false`);
}
