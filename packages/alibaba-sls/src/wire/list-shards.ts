import { type KeyRange, keyRangesOf, listOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { send } from './send.js';

/** All shards, read-only ones included, in the service's order (ListShards; SLS API reference, shards). */
export async function listShards(
  connection: SlsConnection,
  ref: LogstoreRef,
  o: SendOptions,
): Promise<readonly KeyRange[]> {
  const path = `${logstorePath(ref)}/shards`;
  const response = await send(connection, { call: 'ListShards', method: 'GET', project: ref.project, path }, o);
  return parseShards('ListShards', jsonOf('ListShards', response));
}

/** The answer of ListShards, SplitShard and MergeShard: a bare list. */
export function parseShards(call: string, value: unknown): readonly KeyRange[] {
  return keyRangesOf(call, listOf(call, value), {
    id: 'shardID',
    status: 'status',
    beginKey: 'inclusiveBeginKey',
    endKey: 'exclusiveEndKey',
  });
}
