import type { KeyRange, KeyRangeCalls } from '@polylog/driver-kit';
import { mergeShard, splitShard } from '../wire/change-shards.js';
import { listShards } from '../wire/list-shards.js';
import type { SlsLog } from './sls-log.js';

/** Digits of a hash key. */
const DIGITS = 32;

export function shardCalls({ connection, ref }: SlsLog): KeyRangeCalls {
  return {
    stream: ref.logstore,
    noun: 'shard',
    where: `${ref.project}/${ref.logstore}`,
    idOf: String,
    list: (o) => listShards(connection, ref, o),
    split: (range, key = middleOf(range), o) => splitShard(connection, { ...ref, shard: String(range.id), key }, o),
    merge: ({ id }, o) => mergeShard(connection, { ...ref, shard: String(id) }, o),
  };
}

/** The service splits at a key only. */
function middleOf({ beginKey, endKey }: KeyRange): string {
  const middle = (BigInt(`0x${beginKey}`) + BigInt(`0x${endKey}`) + 1n) / 2n;
  return middle.toString(16).padStart(DIGITS, '0');
}
