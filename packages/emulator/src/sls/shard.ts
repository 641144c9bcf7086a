import type { GroupLog } from '../store/group-log.js';
import { asItIs, type LogShelf, type ShelvedLog, shelved } from '../store/log-shelf.js';
import type { PartitionSpec, Sealable } from '../store/partition-set.js';
import { createSegment, type Segment, type StoredGroup } from './segment.js';

/** No pull takes more log groups, so a segment needs no more. */
const MAX_GROUPS_A_SEGMENT = 1000;

export interface Shard extends Sealable {
  /** Cursor of the first log group ever: the shard's creation in ns (SLS API reference, examples); one more for each group. */
  readonly base: bigint;
  /** Cursor of the oldest log group kept. */
  readonly beginCursor: bigint;
  /** The place after the newest. */
  readonly endCursor: bigint;
  readonly keptGroups: number;
  append(group: StoredGroup): void;
  /** Forgets what was received before `beforeMs`, in order, up to the first that was not. */
  expireBefore(beforeMs: number): void;
  /** Forgets what stands before this cursor. */
  expireTo(cursor: bigint): void;
  /** The cursor of the first log group received at or after `timeMs`; begin and end are the bounds. */
  cursorAt(timeMs: number): bigint;
  group(cursor: bigint): StoredGroup;
  /** All that are kept, the oldest first. */
  kept(): readonly StoredGroup[];
  /** The log groups of a stretch, one by one. */
  groups(stretch: Stretch): readonly StoredGroup[];
  /** Up to `count` groups from a cursor between begin and end, not beyond its segment nor `until`. */
  stretch(from: bigint, count: number, until?: bigint): Stretch | undefined;
  readonly log: GroupLog<StoredGroup>;
  toKeep(): KeptShard;
}

/** All of a shard but its log groups. */
export interface KeptShard extends PartitionSpec, ShelvedLog {
  readonly readOnly: boolean;
}

/** Log groups [from, to) of one segment, by their indices. */
export interface Stretch {
  readonly segment: Segment;
  readonly from: number;
  readonly to: number;
}

export interface ShardOptions {
  /** A segment is closed before it grows beyond this many raw bytes. */
  readonly segmentBytes: number;
  readonly shelf: LogShelf;
}

/** A new one, or what is kept of one. */
export function createShard(given: PartitionSpec | KeptShard, { segmentBytes, shelf }: ShardOptions): Shard {
  const { id, begin, end, createdAtMs, parents } = given;
  const spec: PartitionSpec = { id, begin, end, createdAtMs, parents };
  const base = BigInt(createdAtMs) * 1_000_000n;
  const log = 'log' in given ? shelf.reopen(given, form) : shelf.create(form);
  const segments: Segment[] = [];
  let readOnly = 'readOnly' in given && given.readOnly;
  const index = (cursor: bigint): number => Number(cursor - base);
  const cursor = (at: number): bigint => base + BigInt(at);

  function segmentOf(at: number): Segment {
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((segments[middle] as Segment).first <= at) low = middle;
      else high = middle - 1;
    }
    return segments[low] as Segment;
  }
  function dropSegments(): void {
    while (segments[0] && segments[0].first + segments[0].length <= log.first) segments.shift();
  }
  /** Into the last segment, or a new one. */
  function place(at: number, bytes: number): void {
    let open = segments.at(-1);
    if (!open || open.length >= MAX_GROUPS_A_SEGMENT || open.rawBytes + bytes > segmentBytes) {
      open = createSegment(at, log.slice);
      segments.push(open);
    }
    open.grow(bytes);
  }
  for (let at = log.first; at < log.next; at++) place(at, log.group(at).framed.length);

  return {
    ...spec,
    base,
    get readOnly() {
      return readOnly;
    },
    get beginCursor() {
      return cursor(log.first);
    },
    get endCursor() {
      return cursor(log.next);
    },
    get keptGroups() {
      return log.next - log.first;
    },
    append(group) {
      log.append(group);
      place(log.next - 1, group.framed.length);
    },
    seal: () => {
      readOnly = true;
    },
    expireBefore(beforeMs) {
      log.expireBefore(beforeMs);
      dropSegments();
    },
    expireTo(to) {
      log.expireTo(index(to));
      dropSegments();
    },
    cursorAt: (timeMs) => cursor(log.indexAt(timeMs)),
    group: (at) => log.group(index(at)),
    kept: () => log.slice(log.first, log.next),
    groups: ({ from, to }) => log.slice(from, to),
    stretch(from, count, until) {
      const start = index(from);
      const bound = until === undefined ? log.next : Math.min(log.next, index(until));
      if (start >= bound) return undefined;
      const segment = segmentOf(start);
      return { segment, from: start, to: Math.min(start + count, bound, segment.first + segment.length) };
    },
    log,
    toKeep: () => ({ ...spec, readOnly, ...shelved(log) }),
  };
}

const form = asItIs<StoredGroup>();
