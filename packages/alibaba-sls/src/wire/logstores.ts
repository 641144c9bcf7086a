import { integerOf, listOf, objectOf, textOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { jsonBody, send } from './send.js';

export interface LogstoreSettings {
  /** 1 to 3650; 3650 keeps for ever. */
  readonly ttlDays: number;
  readonly shardCount: number;
}

/** CreateLogstore. */
export async function createLogstore(
  connection: SlsConnection,
  request: LogstoreRef & Partial<LogstoreSettings>,
  o: SendOptions,
): Promise<void> {
  const { project, logstore, ttlDays = 30, shardCount = 2 } = request;
  const body = jsonBody({ logstoreName: logstore, ttl: ttlDays, shardCount });
  await send(connection, { call: 'CreateLogStore', method: 'POST', project, path: '/logstores', ...body }, o);
}

/** GetLogstore. */
export async function getLogstore(
  connection: SlsConnection,
  ref: LogstoreRef,
  o: SendOptions,
): Promise<LogstoreSettings> {
  const call = 'GetLogStore';
  const response = await send(connection, { call, method: 'GET', project: ref.project, path: logstorePath(ref) }, o);
  const logstore = objectOf(call, jsonOf(call, response));
  return { ttlDays: integerOf(call, logstore, 'ttl'), shardCount: integerOf(call, logstore, 'shardCount') };
}

/** One page of the names in a project (ListLogStore). */
export async function listLogstores(
  connection: SlsConnection,
  page: { readonly project: string; readonly offset?: number; readonly size?: number },
  o: SendOptions,
): Promise<{ readonly names: readonly string[]; readonly total: number }> {
  const call = 'ListLogStore';
  const query = [
    ['offset', String(page.offset ?? 0)],
    ['size', String(page.size ?? 500)],
  ] as const;
  const response = await send(connection, { call, method: 'GET', project: page.project, path: '/logstores', query }, o);
  const answer = objectOf(call, jsonOf(call, response));
  const names = listOf(call, answer.logstores).map((name) => textOf(call, { name }, 'name'));
  return { names, total: integerOf(call, answer, 'total') };
}

/** DeleteLogstore. */
export async function deleteLogstore(connection: SlsConnection, ref: LogstoreRef, o: SendOptions): Promise<void> {
  await send(
    connection,
    { call: 'DeleteLogStore', method: 'DELETE', project: ref.project, path: logstorePath(ref) },
    o,
  );
}
