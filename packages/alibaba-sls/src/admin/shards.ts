import { type CallOptions, ConsumerError, type PartitionInfo } from '@polylog/core/driver';
import { corrupt, type KeyRange, partitionsOf } from '@polylog/driver-kit';
import { mergeShard, splitShard } from '../wire/change-shards.js';
import { listShards } from '../wire/list-shards.js';
import type { SlsLog } from './sls-log.js';

/** Digits of a hash key. */
const DIGITS = 32;

export async function listPartitions(log: SlsLog, o: CallOptions): Promise<readonly PartitionInfo[]> {
  return infosOf(log, await listShards(log.connection, log.ref, o));
}

export async function splitPartition(
  log: SlsLog,
  id: string,
  o: CallOptions & { readonly at?: string },
): Promise<readonly PartitionInfo[]> {
  const shard = writableShard(log, await listShards(log.connection, log.ref, o), id);
  const key = o.at === undefined ? middleOf(shard) : keyInside(shard, o.at);
  const changed = await splitShard(log.connection, { ...log.ref, shard: id, key }, o);
  const children = changed.filter((range) => range.id !== shard.id);
  return infosOf(log, [shard, ...children].map(asReadOnly(shard))).slice(1);
}

export async function mergePartitions(
  log: SlsLog,
  leftId: string,
  rightId: string,
  o: CallOptions,
): Promise<PartitionInfo> {
  const shards = await listShards(log.connection, log.ref, o);
  const left = writableShard(log, shards, leftId);
  const right = writableShard(log, shards, rightId);
  // The service merges with whoever stands to the right; it must be the one that was meant.
  if (left.endKey !== right.beginKey || left.id === right.id) {
    throw new ConsumerError(
      'invalid-argument',
      `shard ${rightId} (from ${right.beginKey}) does not begin where shard ${leftId} ends (${left.endKey}). Name two neighbours, the left one first.`,
    );
  }
  const changed = await mergeShard(log.connection, { ...log.ref, shard: leftId }, o);
  const child = changed.find((range) => range.id !== left.id && range.id !== right.id);
  if (child === undefined) throw corrupt('MergeShards', 'a list without a new shard');
  return infosOf(log, [left, right, child].map(asReadOnly(left, right)))[2]!;
}

function infosOf({ ref }: SlsLog, shards: readonly KeyRange[]): readonly PartitionInfo[] {
  const ranges = new Map(shards.map((shard) => [String(shard.id), shard]));
  return partitionsOf(shards, ref.logstore, String).map((partition) => {
    const { beginKey, endKey } = ranges.get(partition.id)!;
    return { ...partition, keys: { from: beginKey, to: endKey } };
  });
}

const asReadOnly =
  (...parents: readonly KeyRange[]) =>
  (shard: KeyRange): KeyRange =>
    parents.includes(shard) ? { ...shard, readOnly: true } : shard;

function writableShard({ ref }: SlsLog, shards: readonly KeyRange[], id: string): KeyRange {
  const found = shards.find((shard) => String(shard.id) === id);
  const where = `${ref.project}/${ref.logstore}`;
  if (found === undefined)
    throw new ConsumerError('not-found', `there is no shard ${JSON.stringify(id)} in ${where}.`, { partition: id });
  if (!found.readOnly) return found;
  throw new ConsumerError('invalid-argument', `shard ${id} of ${where} is read-only: it was split or merged already.`, {
    partition: id,
  });
}

function middleOf({ beginKey, endKey }: KeyRange): string {
  const middle = (BigInt(`0x${beginKey}`) + BigInt(`0x${endKey}`) + 1n) / 2n;
  return middle.toString(16).padStart(DIGITS, '0');
}

function keyInside({ id, beginKey, endKey }: KeyRange, at: string): string {
  const key = at.toLowerCase();
  // Of equal length, so the texts stand in the numbers' order.
  if (/^[0-9a-f]{32}$/.test(key) && key > beginKey && key < endKey) return key;
  throw new ConsumerError(
    'invalid-argument',
    `at is ${JSON.stringify(at.slice(0, 80))}; allowed: 32 hexadecimal digits between ${beginKey} and ${endKey}, both excluded, for shard ${id}. Leave it out for the middle.`,
  );
}
