import type { Answer } from '../../http/face.js';
import { headerText, jsonAnswer } from '../answer.js';
import { type CallContext, jsonObject } from '../call.js';
import { SlsError } from '../error.js';
import { type Asked, type Progress, progressOf, type Question, questionOf, whole } from '../search/asked.js';
import { type Found, foundLogs, foundPlaces, type LogPlace, logsAt } from '../search/find-logs.js';
import { rememberedPlaces } from '../search/place-cache.js';
import { rowOf, type SearchedLog } from '../search/searched-log.js';
import { prepareSelect, type SqlResult } from '../search/sql/run-select.js';

/** What a query found, before it takes one of its two forms. */
interface FoundRows extends SqlResult {
  readonly question: Question;
  readonly progress: Progress;
  /** How many logs the search part found; SQL goes over those. */
  readonly processedRows: number;
}

const LARGEST_PAGE = 100;

/** The form of today: the query in the body, meta and data in the answer. */
export function getLogsV3(context: CallContext): Answer {
  const found = find(context, jsonObject(context, 'PostBodyInvalid'));
  const { question, progress, rows, columns, types, processedRows } = found;
  return jsonAnswer({
    meta: {
      progress,
      count: rows.length,
      processedRows,
      processedBytes: 0,
      elapsedMillisecond: 1,
      hasSQL: question.sqlPart !== '',
      aggQuery: question.sqlPart,
      whereQuery: question.searchPart,
      cpuSec: 0,
      cpuCores: 0,
      telementryType: '',
      powerSql: false,
      insertedSQL: '',
      isAccurate: true,
      scanBytes: 0,
      columnTypes: types,
      marker: '',
      shard: 0,
      ...queryInfo(question, columns),
    },
    data: rows,
  });
}

/** The old form: the query in the parameters, a bare list, and its meta in the headers. */
export function getLogs(context: CallContext): Answer {
  const { question, progress, rows, columns, processedRows } = find(context, Object.fromEntries(context.request.query));
  const answer = jsonAnswer(rows);
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'x-log-progress': progress,
      'x-log-count': String(rows.length),
      'x-log-processed-rows': String(processedRows),
      'x-log-elapsed-millisecond': '1',
      'x-log-has-sql': String(question.sqlPart !== ''),
      'x-log-where-query': headerText(question.searchPart),
      'x-log-agg-query': headerText(question.sqlPart),
      'x-log-query-info': headerText(JSON.stringify(queryInfo(question, columns))),
      'x-log-cpu-sec': '0',
      'x-log-cpu-cores': '0',
    },
  };
}

/** What both forms say in the same words; its place in the old one is a header of JSON. */
function queryInfo({ terms }: Question, keys: readonly string[]): Record<string, unknown> {
  return { keys, terms, limited: 0, mode: 0, phraseQueryInfo: null };
}

function find(context: CallContext, asked: Asked): FoundRows {
  const question = questionOf(context, asked);
  return question.sqlPart === '' ? findPage(context, asked, question) : findRows(context, asked, question);
}

function findPage(context: CallContext, asked: Asked, question: Question): FoundRows {
  const { logstore, search, searchPart } = question;
  const line = whole(asked.line, LARGEST_PAGE, 'InvalidLine');
  const offset = whole(asked.offset, 0, 'InvalidOffset');
  const reverse = flag(asked.reverse);
  const { test, ...range } = search;
  const places = rememberedPlaces(logstore, JSON.stringify([searchPart, range]), context.nowMs, () =>
    foundPlaces(logstore, search, context.nowMs),
  );
  const progress = progressOf(context, logstore, asked);
  const seen = progress === 'Complete' ? places.length : halfOf(places.length);
  const page = pageOf(places, { seen, offset, count: Math.min(line, LARGEST_PAGE), reverse });
  const rows = logsAt(page).map(rowOf);
  return { question, progress, rows, columns: [], types: [], processedRows: places.length };
}

/** Of the first `seen` places, which are all that is known so far. */
function pageOf(
  places: readonly LogPlace[],
  { seen, offset, count, reverse }: { seen: number; offset: number; count: number; reverse: boolean },
): readonly LogPlace[] {
  if (!reverse) return places.slice(offset, Math.min(offset + count, seen));
  const end = Math.max(0, seen - offset);
  return places.slice(Math.max(0, end - count), end).reverse();
}

function findRows(context: CallContext, asked: Asked, question: Question): FoundRows {
  const { logstore, search, index, sqlPart } = question;
  // A line is passed over: the SDKs always send one.
  if (whole(asked.offset, 0, 'InvalidOffset') !== 0) {
    throw new SlsError(400, 'InvalidOffset', 'offset must be 0 with SQL; use LIMIT');
  }
  const select = prepareSelect(sqlPart, index);
  const progress = progressOf(context, logstore, asked);
  const all = () => foundLogs(logstore, search, context.nowMs);
  const most = progress === 'Complete' ? Infinity : halfOf(countOf(all()));
  const counted = { rows: 0 };
  const result = select(firstOf(all(), most, counted));
  return { ...result, question, progress, processedRows: counted.rows };
}

const halfOf = (count: number): number => count >> 1;

function countOf(found: Iterable<Found>): number {
  let count = 0;
  for (const _ of found) count += 1;
  return count;
}

function* firstOf(found: Iterable<Found>, most: number, counted: { rows: number }): Generator<SearchedLog> {
  for (const { log } of found) {
    if (counted.rows >= most) return;
    counted.rows += 1;
    yield log;
  }
}

function flag(value: unknown): boolean {
  const text = String(value ?? 'false').toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw new SlsError(400, 'InvalidReverse', `reverse is ${JSON.stringify(value)}; allowed: true, false`);
}
