import type { SendOptions, SlsConnection } from './connection.js';
import { integerOf, jsonOf, listOf, objectOf, textOf } from './json-answer.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { send } from './send.js';
import type { ShardRange } from './shard-lineage.js';

/** All shards, read-only ones included, in the service's order (ListShards; SLS API reference, shards). */
export async function listShards(
  connection: SlsConnection,
  ref: LogstoreRef,
  o: SendOptions,
): Promise<readonly ShardRange[]> {
  const path = `${logstorePath(ref)}/shards`;
  const response = await send(connection, { call: 'ListShards', method: 'GET', project: ref.project, path }, o);
  return parseShards('ListShards', jsonOf('ListShards', response));
}

/** The answer of ListShards, SplitShard and MergeShard: a bare list. */
export function parseShards(call: string, value: unknown): readonly ShardRange[] {
  return listOf(call, value).map((entry) => {
    const shard = objectOf(call, entry);
    return {
      id: integerOf(call, shard, 'shardID'),
      readOnly: textOf(call, shard, 'status').toLowerCase() === 'readonly',
      beginKey: textOf(call, shard, 'inclusiveBeginKey').toLowerCase(),
      endKey: textOf(call, shard, 'exclusiveEndKey').toLowerCase(),
    };
  });
}
