import type { SendOptions, SlsConnection } from './connection.js';
import { corrupt, integerOf, jsonOf, listOf, objectOf, textOf } from './json-answer.js';
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

/** The answer of ListShards, SplitShard and MergeShard: a bare list. A shard that came twice would be its own parent. */
export function parseShards(call: string, value: unknown): readonly ShardRange[] {
  const shards = listOf(call, value).map((entry): ShardRange => {
    const shard = objectOf(call, entry);
    return {
      id: integerOf(call, shard, 'shardID'),
      readOnly: textOf(call, shard, 'status').toLowerCase() === 'readonly',
      beginKey: keyOf(call, textOf(call, shard, 'inclusiveBeginKey')),
      endKey: keyOf(call, textOf(call, shard, 'exclusiveEndKey')),
    };
  });
  if (new Set(shards.map(({ id }) => id)).size !== shards.length) throw corrupt(call, 'a shard that is listed twice');
  return shards;
}

function keyOf(call: string, text: string): string {
  const key = text.toLowerCase();
  if (/^[0-9a-f]{1,32}$/.test(key)) return key;
  throw corrupt(call, 'a hash key that is not of hexadecimal digits');
}
