import type { Partition } from '@polylog/core/driver';
import { type ShardRange, shardParents } from './wire/shard-lineage.js';

/** A logstore's shards, as partitions that know their parents. */
export function partitionsOf(shards: readonly ShardRange[], logstore: string): readonly Partition[] {
  const parents = shardParents(shards);
  return shards.map(({ id, readOnly }) => ({
    id: String(id),
    stream: logstore,
    readOnly,
    parents: (parents.get(id) ?? []).map(String),
  }));
}
