import type { KeyRange } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { parseShards } from './list-shards.js';
import { type ShardRef, shardPath } from './logstore-ref.js';
import { send } from './send.js';

/** Splits a shard at `key` (32 hex digits); answers the old one, read-only now, and then the two new ones. */
export async function splitShard(
  connection: SlsConnection,
  ref: ShardRef & { readonly key: string },
  o: SendOptions,
): Promise<readonly KeyRange[]> {
  const query = [
    ['action', 'split'],
    ['key', ref.key],
  ] as const;
  const request = { call: 'SplitShard', method: 'POST', project: ref.project, path: shardPath(ref), query } as const;
  return parseShards('SplitShard', jsonOf('SplitShard', await send(connection, request, o)));
}

/** Merges a shard with its right-hand neighbour; answers the new one, and then the two old ones, read-only now. */
export async function mergeShard(
  connection: SlsConnection,
  ref: ShardRef,
  o: SendOptions,
): Promise<readonly KeyRange[]> {
  const query = [['action', 'merge']] as const;
  const request = { call: 'MergeShards', method: 'POST', project: ref.project, path: shardPath(ref), query } as const;
  return parseShards('MergeShards', jsonOf('MergeShards', await send(connection, request, o)));
}
