import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { parseShards, type Shard } from './list-shards.js';
import { type ShardRef, shardPath } from './logstore-ref.js';
import { send } from './send.js';

/**
 * Splits a shard at `key` (32 hex digits), or evenly into `parts`; answers the old one, read-only now, and then the new
 * ones (SplitShard).
 */
export async function splitShard(
  connection: SlsConnection,
  ref: ShardRef & ({ readonly key: string } | { readonly parts: number }),
  o: SendOptions,
): Promise<readonly Shard[]> {
  const at = 'key' in ref ? (['key', ref.key] as const) : (['shardCount', String(ref.parts)] as const);
  const query = [['action', 'split'], at] as const;
  const request = { call: 'SplitShard', method: 'POST', project: ref.project, path: shardPath(ref), query } as const;
  return parseShards('SplitShard', jsonOf('SplitShard', await send(connection, request, o)));
}

/** Merges a shard with its right-hand neighbour; answers the new one, and then the two old ones, read-only now. */
export async function mergeShard(connection: SlsConnection, ref: ShardRef, o: SendOptions): Promise<readonly Shard[]> {
  const query = [['action', 'merge']] as const;
  const request = { call: 'MergeShards', method: 'POST', project: ref.project, path: shardPath(ref), query } as const;
  return parseShards('MergeShards', jsonOf('MergeShards', await send(connection, request, o)));
}

/** DeleteShard: read-only ones only; what is in it is gone. */
export async function deleteShard(connection: SlsConnection, ref: ShardRef, o: SendOptions): Promise<void> {
  await send(connection, { call: 'DeleteShard', method: 'DELETE', project: ref.project, path: shardPath(ref) }, o);
}
