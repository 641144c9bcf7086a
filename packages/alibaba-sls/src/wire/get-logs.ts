import { type JsonObject, listOf, objectOf, type ResponseHeaders, type TransportResponse } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { headerText } from './header-text.js';
import { jsonOf } from './json-answer.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { jsonBody, send } from './send.js';

/** A query, in the form in which the wire takes it. */
export interface GetLogsRequest extends LogstoreRef {
  /** Epoch seconds of the logs, the first included and the second not. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** `search`, or `search | SQL`. */
  readonly query: string;
  readonly topic?: string | undefined;
  /** Logs at most, 0 to 100; 0 with SQL, where `LIMIT` says it. */
  readonly line: number;
  readonly offset: number;
  /** Newest first. */
  readonly reverse: boolean;
  /** Whether SQL runs on the paid, larger machines. */
  readonly powerSql?: boolean | undefined;
}

/** A log or a row that a query found: every value is text. The log's time is `__time__`, in epoch seconds. */
export type FoundLog = Readonly<Record<string, string>>;

/** What a query found, and how. */
export interface FoundLogs {
  readonly logs: readonly FoundLog[];
  /** False: the service gave up half way, and the same query again may find more. */
  readonly complete: boolean;
  /** Whether the query has an SQL part: the logs are its rows then. */
  readonly hasSql: boolean;
  /** The two parts of the query, as the service has understood them. */
  readonly searchPart: string;
  readonly sqlPart: string;
  /** How many logs, or how many of their bytes, the service has gone through; absent where it told none. */
  readonly processedRows?: number;
  readonly processedBytes?: number;
  /** Milliseconds that the service took. */
  readonly elapsedMs?: number;
  /** Of SQL: the names of the columns in their order, where the service told them. */
  readonly columns?: readonly string[];
}

/** GetLogsV3: the query in a body, the answer with its meta. Needs an index, else it is `IndexConfigNotExist`. */
export async function getLogs(connection: SlsConnection, request: GetLogsRequest, o: SendOptions): Promise<FoundLogs> {
  const call = 'GetLogsV3';
  const { project, fromSeconds, toSeconds, query, topic = '', line, offset, reverse, powerSql } = request;
  const asked = { from: fromSeconds, to: toSeconds, query, topic, line, offset, reverse, powerSql };
  const path = `${logstorePath(request)}/logs`;
  const response = await send(connection, { call, method: 'POST', project, path, ...jsonBody(asked) }, o);
  const answer = objectOf(call, jsonOf(call, response));
  const meta = objectOf(call, answer.meta);
  const { keys } = meta;
  return {
    logs: rowsIn(call, answer.data),
    complete: isComplete(meta.progress),
    hasSql: meta.hasSQL === true,
    searchPart: textIn(meta.whereQuery),
    sqlPart: textIn(meta.aggQuery),
    ...numbersIn({
      processedRows: meta.processedRows,
      processedBytes: meta.processedBytes,
      elapsedMs: meta.elapsedMillisecond,
    }),
    ...(Array.isArray(keys) && keys.length > 0 && { columns: keys.map(String) }),
  };
}

/** GetLogs, the old form, for servers that have no other: the answer is a bare list, with its meta in the headers. */
export async function getLogsOld(
  connection: SlsConnection,
  request: GetLogsRequest,
  o: SendOptions,
): Promise<FoundLogs> {
  const call = 'GetLogs';
  const query: readonly (readonly [string, string])[] = [
    ['type', 'log'],
    ['from', String(request.fromSeconds)],
    ['to', String(request.toSeconds)],
    ['topic', request.topic ?? ''],
    ['query', request.query],
    ['line', String(request.line)],
    ['offset', String(request.offset)],
    ['reverse', String(request.reverse)],
    ...(request.powerSql === undefined ? [] : [['powerSql', String(request.powerSql)] as const]),
  ];
  const { project } = request;
  const response = await send(connection, { call, method: 'GET', project, path: logstorePath(request), query }, o);
  const { headers } = response;
  return {
    logs: rowsIn(call, jsonOf(call, response)),
    complete: progressIn(response),
    hasSql: headers['x-log-has-sql'] === 'true',
    searchPart: headerText(headers['x-log-where-query']),
    sqlPart: headerText(headers['x-log-agg-query']),
    ...numbersIn({
      processedRows: numberIn(headers, 'x-log-processed-rows'),
      elapsedMs: numberIn(headers, 'x-log-elapsed-millisecond'),
    }),
  };
}

/** Whether the headers of an answer say that it is complete. */
export function progressIn({ headers }: Pick<TransportResponse, 'headers'>): boolean {
  return isComplete(headers['x-log-progress']);
}

/** Said in several ways of upper and lower case. */
export function isComplete(progress: unknown): boolean {
  return typeof progress === 'string' && progress.toLowerCase() === 'complete';
}

function rowsIn(call: string, data: unknown): readonly FoundLog[] {
  return listOf(call, data).map((row) => {
    const found = objectOf(call, row);
    return Object.values(found).every((value) => typeof value === 'string') ? (found as FoundLog) : asTexts(found);
  });
}

/** Every value is said to be text; what is not is shown as it was written. */
function asTexts(row: JsonObject): FoundLog {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

function numberIn(headers: ResponseHeaders, name: string): number | undefined {
  const text = headers[name];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function numbersIn<N extends string>(values: { readonly [name in N]: unknown }): { [name in N]?: number } {
  const found: { [name in N]?: number } = {};
  for (const name of Object.keys(values) as N[]) {
    const value = values[name];
    if (typeof value === 'number') found[name] = value;
  }
  return found;
}
