import { createGroupLog, type KeptGroup } from '../store/group-log.js';
import type { PartitionSpec, Sealable } from '../store/partition-set.js';
import type { SnappyPart } from './snappy.js';
import type { ClsSwitches } from './switches.js';

/** One log group as it is kept: what a pull needs of it is made once. */
export interface StoredGroup extends KeptGroup {
  readonly offset: bigint;
  /** The offset behind it, which is the next one's. */
  readonly nextOffset: bigint;
  /** The LogGroup itself. */
  readonly group: Buffer;
  readonly lines: number;
  /** Of its first log, epoch milliseconds. */
  readonly loggedAtMs: number;
  /** The entry of a pull's `Message`, quotes included. */
  readonly entry: SnappyPart;
}

/** A log group that has no place yet. */
export type NewGroup = Omit<StoredGroup, 'offset' | 'nextOffset'>;

export interface ClsPartition extends Sealable {
  /** Of the oldest log group kept. */
  readonly beginOffset: bigint;
  /** The place after the newest. */
  readonly endOffset: bigint;
  readonly keptGroups: number;
  /** Of the newest log group, epoch milliseconds; undefined where there never was one. */
  readonly lastWriteMs: number | undefined;
  append(group: NewGroup): StoredGroup;
  expireBefore(beforeMs: number): void;
  /** Forgets what stands before this offset. */
  expireTo(offset: bigint): void;
  /** The offset of the first log group of that time or later; begin and end are the bounds. */
  offsetAt(timeMs: number): bigint;
  /** The log groups from an offset between begin and end on; one inside of a group is the next group's. */
  from(offset: bigint): Iterable<StoredGroup>;
}

export function createClsPartition(
  spec: PartitionSpec,
  { offsets, offsetBase, timeBasis }: Pick<ClsSwitches, 'offsets' | 'offsetBase' | 'timeBasis'>,
): ClsPartition {
  const log = createGroupLog<StoredGroup>();
  let readOnly = false;
  let endOffset = offsetBase;
  let lastWriteMs: number | undefined;
  const step = (group: { readonly lines: number; readonly group: Buffer }): bigint =>
    BigInt(offsets === 'dense' ? 1 : Math.max(1, offsets === 'bytes' ? group.group.length : group.lines));

  const offsetOf = (index: number): bigint => (index < log.next ? log.group(index).offset : endOffset);
  /** Of the first group at or after an offset. */
  const indexOf = (offset: bigint): number => log.firstWhere((group) => group.offset >= offset);
  function* from(offset: bigint): Generator<StoredGroup> {
    for (let index = indexOf(offset); index < log.next; index++) yield log.group(index);
  }

  return {
    ...spec,
    get readOnly() {
      return readOnly;
    },
    get beginOffset() {
      return offsetOf(log.first);
    },
    get endOffset() {
      return endOffset;
    },
    get keptGroups() {
      return log.next - log.first;
    },
    get lastWriteMs() {
      return lastWriteMs;
    },
    seal: () => {
      readOnly = true;
    },
    append(group) {
      const stored = { ...group, offset: endOffset, nextOffset: endOffset + step(group) };
      log.append(stored);
      endOffset = stored.nextOffset;
      lastWriteMs = group.receivedAtMs;
      return stored;
    },
    expireBefore: log.expireBefore,
    expireTo: (offset) => log.expireTo(indexOf(offset)),
    offsetAt: (timeMs) => offsetOf(timeBasis === 'received' ? log.indexAt(timeMs) : log.indexAt(timeMs, loggedAtMs)),
    from,
  };
}

const loggedAtMs = (group: StoredGroup): number => group.loggedAtMs;
