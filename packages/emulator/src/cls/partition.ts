import type { GroupLog, KeptGroup } from '../store/group-log.js';
import { type GroupForm, type LogShelf, type ShelvedLog, shelved } from '../store/log-shelf.js';
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
  readonly log: GroupLog<StoredGroup>;
  toKeep(): KeptPartition;
}

/** All of a partition but its log groups. */
export interface KeptPartition extends PartitionSpec, ShelvedLog, Pick<ClsPartition, 'endOffset' | 'lastWriteMs'> {
  readonly readOnly: boolean;
}

export interface PartitionOptions {
  readonly switches: Pick<ClsSwitches, 'offsets' | 'offsetBase' | 'timeBasis'>;
  readonly shelf: LogShelf;
  readonly form: GroupForm<StoredGroup>;
}

/** A new one, or what is kept of one. */
export function createClsPartition(
  given: PartitionSpec | KeptPartition,
  { switches: { offsets, offsetBase, timeBasis }, shelf, form }: PartitionOptions,
): ClsPartition {
  const { id, begin, end, createdAtMs, parents } = given;
  const spec: PartitionSpec = { id, begin, end, createdAtMs, parents };
  const kept = 'log' in given ? given : undefined;
  const log = kept ? shelf.reopen(kept, form) : shelf.create(form);
  // What was appended after the partition itself was written down says more.
  const last = log.first < log.next ? log.group(log.next - 1) : undefined;
  let readOnly = kept?.readOnly ?? false;
  let endOffset = last?.nextOffset ?? kept?.endOffset ?? offsetBase;
  let lastWriteMs = last?.receivedAtMs ?? kept?.lastWriteMs;
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
    log,
    toKeep: () => ({ ...spec, readOnly, endOffset, lastWriteMs, ...shelved(log) }),
  };
}

const loggedAtMs = (group: StoredGroup): number => group.loggedAtMs;
