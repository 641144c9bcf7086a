import { type KeyRange, keyRangesOf, listOf, objectOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { optionalNumber } from './optional-fields.js';
import { send } from './send.js';

/** A shard of a logstore. It takes the hash keys from `beginKey` up to `endKey`, which only the last shard includes. */
export interface Shard extends KeyRange {
  /** Epoch seconds; absent where the service told none. */
  readonly createdAtSeconds?: number;
}

/** All shards, read-only ones included, in the service's order (ListShards; SLS API reference, shards). */
export async function listShards(
  connection: SlsConnection,
  ref: LogstoreRef,
  o: SendOptions,
): Promise<readonly Shard[]> {
  const path = `${logstorePath(ref)}/shards`;
  const response = await send(connection, { call: 'ListShards', method: 'GET', project: ref.project, path }, o);
  return parseShards('ListShards', jsonOf('ListShards', response));
}

/** The answer of ListShards, SplitShard and MergeShard: a bare list. */
export function parseShards(call: string, value: unknown): readonly Shard[] {
  const entries = listOf(call, value);
  const ranges = keyRangesOf(call, entries, {
    id: 'shardID',
    status: 'status',
    beginKey: 'inclusiveBeginKey',
    endKey: 'exclusiveEndKey',
  });
  return ranges.map((range, index) => {
    const createdAtSeconds = optionalNumber(objectOf(call, entries[index]), 'createTime');
    return { ...range, ...(createdAtSeconds !== undefined && { createdAtSeconds }) };
  });
}
