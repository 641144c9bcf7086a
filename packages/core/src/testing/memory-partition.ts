import type { DriverBatch, Partition } from '../driver.js';
import { type Position, toPosition } from '../position.js';
import { MemoryLogError } from './memory-faults.js';
import { type MemoryEntry, memoryRecord } from './memory-record.js';

interface StoredEntry extends MemoryEntry {
  readonly epochMs: number;
  readonly receivedAtMs: number;
}

/** One partition of a memory log: entries, of which the oldest may have been trimmed. */
export interface MemoryPartition {
  readonly id: string;
  readonly parents: readonly string[];
  describe(stream: string): Partition;
  append(entries: readonly MemoryEntry[], nowMs: number): void;
  /** Closes it for writing, as a split or a merge does. */
  seal(): void;
  readonly sealed: boolean;
  /** Forgets the oldest `count` entries. */
  trim(count: number): void;
  readonly begin: Position;
  readonly end: Position;
  at(epochMs: number): Position;
  /** How many entries came before it. @throws MemoryLogError `position-lost` where it is not kept */
  indexOf(position: Position): number;
  /** When the entry of that index was received, epoch milliseconds; undefined where it is not kept or not there yet. */
  receivedAtMs(index: number): number | undefined;
  read(from: Position, options: MemoryReadOptions): DriverBatch;
}

export interface MemoryReadOptions {
  readonly maxRecords: number;
  /** Whether the reader had seen that the partition is read-only. */
  readonly seenReadOnly: boolean;
  readonly until: Position | undefined;
  readonly servedAtMs: number;
}

/** What an entry counts as in the memory budget. */
const entryBytes = (entry: MemoryEntry): number =>
  Object.entries(entry.fields).reduce((sum, [key, value]) => sum + key.length + value.length, 0);

export function createMemoryPartition(id: string, parents: readonly string[]): MemoryPartition {
  const entries: StoredEntry[] = [];
  let first = 0;
  let sealed = false;

  const position = (index: number): Position => toPosition(`${id}@${index}`);
  const indexOf = (from: Position): number => {
    const index = from.startsWith(`${id}@`) ? Number(from.slice(id.length + 1)) : Number.NaN;
    if (Number.isInteger(index) && index >= first && index <= entries.length) return index;
    throw new MemoryLogError({
      code: 'position-lost',
      scope: 'partition',
      message: `Position "${from}" is not kept in partition "${id}" any more.`,
    });
  };

  return {
    id,
    parents,
    describe: (stream) => ({ id, stream, readOnly: sealed, parents }),
    append(added, nowMs) {
      if (sealed) throw new Error(`Partition "${id}" is read-only.`);
      for (const entry of added) entries.push({ ...entry, epochMs: entry.epochMs ?? nowMs, receivedAtMs: nowMs });
    },
    seal() {
      sealed = true;
    },
    get sealed() {
      return sealed;
    },
    trim(count) {
      first = Math.min(entries.length, first + count);
    },
    get begin() {
      return position(first);
    },
    get end() {
      return position(entries.length);
    },
    at(epochMs) {
      const index = entries.findIndex((entry, i) => i >= first && entry.receivedAtMs >= epochMs);
      return position(index < 0 ? entries.length : index);
    },
    indexOf,
    receivedAtMs: (index) => (index < first ? undefined : entries[index]?.receivedAtMs),
    read(from, { maxRecords, seenReadOnly, until, servedAtMs }) {
      const start = indexOf(from);
      const limit = until === undefined ? entries.length : Math.min(entries.length, indexOf(until));
      const stop = Math.max(start, Math.min(limit, start + maxRecords));
      const taken = entries.slice(start, stop);
      const newest = taken.at(-1);
      let released = false;
      const records = taken.map((entry, i) => memoryRecord(entry, `${id}@${start + i}`, () => released));
      const atEnd = stop === entries.length;
      const ended = (atEnd && seenReadOnly) || (until !== undefined && stop >= limit);
      return {
        partition: id,
        start: from,
        next: position(stop),
        state: ended ? 'ended' : atEnd ? 'caught-up' : 'more',
        records,
        recordCount: records.length,
        rawBytes: taken.reduce((sum, entry) => sum + entryBytes(entry), 0),
        servedAtMs,
        ...(newest === undefined ? {} : { newestReceivedAtMs: newest.receivedAtMs }),
        release() {
          released = true;
        },
      };
    },
  };
}
