import { ConsumerError } from '@polylog/core/driver';
import { corrupt, type JsonObject, jsonIn, listOf, objectOf, textOf } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { requestIdOf } from './request-id.js';
import { sendRequest } from './send-request.js';
import { type StreamRef, streamPath } from './stream-ref.js';

/** ShowLogStreamShards, on the gateway: the ids of all shards, in the service's order. */
export async function listShards(
  connection: LtsConnection,
  ref: StreamRef,
  o: SendOptions,
): Promise<readonly string[]> {
  const call = 'ShowLogStreamShards';
  const path = `${streamPath('v1.0', ref)}/shards`;
  const request = { call, face: 'gateway', method: 'GET', projectId: ref.projectId, path } as const;
  const { body, headers } = await sendRequest(connection, request, o);
  const requestId = requestIdOf(headers);
  const answer = objectOf(call, jsonIn(call, body, requestId));
  if (answer.isQueryComplete === false) {
    throw new ConsumerError('unavailable', `${call}: the service says that its list is not complete.`, { requestId });
  }
  // The list is a text that is JSON itself.
  const list = listOf(call, jsonIn(call, Buffer.from(textOf(call, answer, 'result')), requestId));
  return list.map((entry) => shardId(call, entry));
}

/** What the list holds is not documented: ids, as texts or numbers, or objects that name one. */
function shardId(call: string, entry: unknown): string {
  const id = typeof entry === 'object' && entry !== null ? (entry as JsonObject).shard_id : entry;
  if (typeof id === 'string' && id !== '') return id;
  if (typeof id === 'number' || typeof id === 'bigint') return String(id);
  throw corrupt(call, 'a list with something in it that names no shard');
}
