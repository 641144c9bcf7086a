import { type CallOptions, ConsumerError, type PartitionInfo } from '@polylog/core/driver';
import { corrupt } from '../json/json-answer.js';
import { partitionsOf } from './partitions-of.js';
import type { KeyRange } from './range-parents.js';

/** Shards of one stream that stand side by side on the key line, as the service lists, splits and merges them. */
export interface KeyRangeCalls {
  readonly stream: string;
  /** What the service calls one, and where it is, for messages: `shard`, `my-project/my-logstore`. */
  readonly noun: string;
  readonly where: string;
  /** Makes a shard's number unique in the driver. */
  idOf(id: number): string;
  list(o: CallOptions): Promise<readonly KeyRange[]>;
  /** Splits at a key, or in the middle; answers the old one and the new ones. */
  split(range: KeyRange, key: string | undefined, o: CallOptions): Promise<readonly KeyRange[]>;
  /** Merges one with its right-hand neighbour; answers the old ones and the new one. */
  merge(left: KeyRange, o: CallOptions): Promise<readonly KeyRange[]>;
}

export async function listKeyRanges(calls: KeyRangeCalls, o: CallOptions): Promise<readonly PartitionInfo[]> {
  return infosOf(calls, await calls.list(o));
}

/** Answers the children. */
export async function splitKeyRange(
  calls: KeyRangeCalls,
  id: string,
  o: CallOptions & { readonly at?: string },
): Promise<readonly PartitionInfo[]> {
  const range = writable(calls, await calls.list(o), id);
  const changed = await calls.split(range, o.at === undefined ? undefined : keyInside(calls, range, o.at), o);
  const children = changed.filter((each) => each.id !== range.id);
  return infosOf(calls, [range, ...children].map(asReadOnly(range))).slice(1);
}

/** Answers the child. */
export async function mergeKeyRanges(
  calls: KeyRangeCalls,
  leftId: string,
  rightId: string,
  o: CallOptions,
): Promise<PartitionInfo> {
  const ranges = await calls.list(o);
  const left = writable(calls, ranges, leftId);
  const right = writable(calls, ranges, rightId);
  // The service merges with whoever stands to the right; it must be the one that was meant.
  if (left.endKey !== right.beginKey || left.id === right.id) {
    throw new ConsumerError(
      'invalid-argument',
      `${calls.noun} ${rightId} (from ${right.beginKey}) does not begin where ${calls.noun} ${leftId} ends (${left.endKey}). Name two neighbours, the left one first.`,
    );
  }
  const changed = await calls.merge(left, o);
  const child = changed.find((range) => range.id !== left.id && range.id !== right.id);
  if (child === undefined) throw corrupt('a merge', `a list without a new ${calls.noun}`);
  return infosOf(calls, [left, right, child].map(asReadOnly(left, right)))[2]!;
}

function infosOf({ stream, idOf }: KeyRangeCalls, ranges: readonly KeyRange[]): readonly PartitionInfo[] {
  const byId = new Map(ranges.map((range) => [idOf(range.id), range]));
  return partitionsOf(ranges, stream, idOf).map((partition) => {
    const { beginKey, endKey } = byId.get(partition.id)!;
    return { ...partition, keys: { from: beginKey, to: endKey } };
  });
}

const asReadOnly =
  (...parents: readonly KeyRange[]) =>
  (range: KeyRange): KeyRange =>
    parents.includes(range) ? { ...range, readOnly: true } : range;

function writable({ noun, where, idOf }: KeyRangeCalls, ranges: readonly KeyRange[], id: string): KeyRange {
  const found = ranges.find((range) => idOf(range.id) === id);
  if (found === undefined)
    throw new ConsumerError('not-found', `there is no ${noun} ${JSON.stringify(id)} in ${where}.`, { partition: id });
  if (!found.readOnly) return found;
  throw new ConsumerError(
    'invalid-argument',
    `${noun} ${id} of ${where} is read-only: it was split or merged already.`,
    {
      partition: id,
    },
  );
}

function keyInside({ noun, idOf }: KeyRangeCalls, { id, beginKey, endKey }: KeyRange, at: string): string {
  const key = at.toLowerCase();
  // Of equal length, so the texts stand in the numbers' order.
  if (/^[0-9a-f]{32}$/.test(key) && key > beginKey && key < endKey) return key;
  throw new ConsumerError(
    'invalid-argument',
    `at is ${JSON.stringify(at.slice(0, 80))}; allowed: 32 hexadecimal digits between ${beginKey} and ${endKey}, both excluded, for ${noun} ${idOf(id)}. Leave it out for the middle.`,
  );
}
