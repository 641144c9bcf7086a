import { epochNsOf, jsonIn, objectOf } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { cursorOf } from './cursor.js';
import { requestIdOf } from './request-id.js';
import { sendRequest } from './send-request.js';
import { type ShardRef, streamPath } from './stream-ref.js';

/**
 * `begin`: the oldest kept. `end`: what the next write will get. Otherwise the first log received at or after that time, in
 * epoch nanoseconds.
 */
export type CursorStart = 'begin' | 'end' | bigint;

/** The place of a time in a shard. */
export async function cursorByTime(
  connection: LtsConnection,
  ref: ShardRef & { readonly from: CursorStart },
  o: SendOptions,
): Promise<bigint> {
  const call = 'ShowCursorByTime';
  const { projectId, shard, from } = ref;
  const path = `${streamPath('v2', ref)}/shards/${shard}/cursor`;
  const query = [['from', String(from)]] as const;
  const request = { call, face: 'access', method: 'GET', projectId, path, query } as const;
  const { body, headers } = await sendRequest(connection, request, o);
  return cursorOf(call, objectOf(call, jsonIn(call, body, requestIdOf(headers))).cursor, 'cursor');
}

/** The other way round, on the gateway only: the receive time of a place, epoch nanoseconds; in which unit it comes is not documented. */
export async function cursorTime(
  connection: LtsConnection,
  ref: ShardRef & { readonly cursor: bigint },
  o: SendOptions,
): Promise<bigint> {
  const call = 'ShowCursorTime';
  const { projectId, shard, cursor } = ref;
  const path = `${streamPath('v1.0', ref)}/shards/${shard}/time`;
  const query = [['cursor', String(cursor)]] as const;
  const request = { call, face: 'gateway', method: 'GET', projectId, path, query } as const;
  const { body, headers } = await sendRequest(connection, request, o);
  const time = objectOf(call, jsonIn(call, body, requestIdOf(headers))).cursor_time;
  return epochNsOf(cursorOf(call, time, 'cursor_time'));
}
