import { objectOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { jsonBody, send } from './send.js';

/**
 * The index of a logstore, as the service writes it (SLS API reference, index): one of `line` and `keys` is needed. Fields
 * that are not named here are sent and handed out as they are.
 */
export interface LogIndex {
  /** Over the whole text of a log. */
  readonly line?: IndexLine;
  /** Field by field; only these can be named in a query (`status: 200`) and used in SQL. */
  readonly keys?: Readonly<Record<string, IndexKey>>;
  /** Days; as a rule that of the logstore. */
  readonly ttl?: number;
  /** Longest text of a field that SQL sees, in bytes, 64 to 16384. */
  readonly max_text_len?: number;
  /** Groups similar logs. */
  readonly log_reduce?: boolean;
  readonly [other: string]: unknown;
}

export interface IndexLine {
  /** The characters that part words. */
  readonly token: readonly string[];
  readonly caseSensitive?: boolean;
  /** Whether Chinese is taken apart into words. */
  readonly chn?: boolean;
  /** Only these fields, or all but these; not both. */
  readonly include_keys?: readonly string[];
  readonly exclude_keys?: readonly string[];
  readonly [other: string]: unknown;
}

export interface IndexKey {
  readonly type: 'text' | 'long' | 'double' | 'json';
  /** Of `text` and `json`: the characters that part words. */
  readonly token?: readonly string[];
  readonly caseSensitive?: boolean;
  readonly chn?: boolean;
  /** Whether SQL can use it. */
  readonly doc_value?: boolean;
  /** Another name for SQL. */
  readonly alias?: string;
  /** Of `json`: whether all texts in it are indexed, and down to which depth. */
  readonly index_all?: boolean;
  readonly max_depth?: number;
  /** Of `json`: paths in it, each with a type of its own. */
  readonly json_keys?: Readonly<Record<string, Pick<IndexKey, 'type' | 'doc_value' | 'alias'>>>;
  readonly [other: string]: unknown;
}

const indexPath = (ref: LogstoreRef): string => `${logstorePath(ref)}/index`;

/** CreateIndex; one that exists is `IndexAlreadyExist`. */
export async function createIndex(
  connection: SlsConnection,
  request: LogstoreRef & { readonly index: LogIndex },
  o: SendOptions,
): Promise<void> {
  await write(connection, 'CreateIndex', 'POST', request, o);
}

/** UpdateIndex: replaces it whole. */
export async function updateIndex(
  connection: SlsConnection,
  request: LogstoreRef & { readonly index: LogIndex },
  o: SendOptions,
): Promise<void> {
  await write(connection, 'UpdateIndex', 'PUT', request, o);
}

/** GetIndex; of a logstore without one it is `IndexConfigNotExist`. */
export async function getIndex(connection: SlsConnection, ref: LogstoreRef, o: SendOptions): Promise<LogIndex> {
  const call = 'GetIndex';
  const response = await send(connection, { call, method: 'GET', project: ref.project, path: indexPath(ref) }, o);
  return objectOf(call, jsonOf(call, response));
}

/** DeleteIndex; of a logstore without one it is `ParameterInvalid`. */
export async function deleteIndex(connection: SlsConnection, ref: LogstoreRef, o: SendOptions): Promise<void> {
  await send(connection, { call: 'DeleteIndex', method: 'DELETE', project: ref.project, path: indexPath(ref) }, o);
}

async function write(
  connection: SlsConnection,
  call: string,
  method: 'POST' | 'PUT',
  request: LogstoreRef & { readonly index: LogIndex },
  o: SendOptions,
): Promise<void> {
  const body = jsonBody(request.index);
  await send(connection, { call, method, project: request.project, path: indexPath(request), ...body }, o);
}
