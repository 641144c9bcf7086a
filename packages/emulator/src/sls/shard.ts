import { createSegment, type Segment, type StoredGroup } from './segment.js';

/** No pull takes more log groups, so a segment needs no more. */
const MAX_GROUPS_A_SEGMENT = 1000;

export interface Shard {
  readonly id: number;
  readonly begin: bigint;
  readonly end: bigint;
  readonly createdAtMs: number;
  /** Ids of the shards that became read-only when this one was made. */
  readonly parents: readonly number[];
  /** Cursor of the first log group ever: the shard's creation in ns (SLS API reference, examples); one more for each group. */
  readonly base: bigint;
  readonly readOnly: boolean;
  /** Cursor of the oldest log group kept. */
  readonly beginCursor: bigint;
  /** The place after the newest. */
  readonly endCursor: bigint;
  readonly keptGroups: number;
  append(group: StoredGroup): void;
  seal(): void;
  /** Forgets what was received before `beforeMs`, in order, up to the first that was not. */
  expireBefore(beforeMs: number): void;
  /** Forgets what stands before this cursor. */
  expireTo(cursor: bigint): void;
  /** The cursor of the first log group received at or after `timeMs`; begin and end are the bounds. */
  cursorAt(timeMs: number): bigint;
  group(cursor: bigint): StoredGroup;
  /** Up to `count` groups from a cursor between begin and end, not beyond its segment nor `until`. */
  stretch(from: bigint, count: number, until?: bigint): Stretch | undefined;
}

/** Log groups [from, to) of one segment, by their indices. */
export interface Stretch {
  readonly segment: Segment;
  readonly from: number;
  readonly to: number;
}

export interface ShardOptions {
  readonly id: number;
  readonly begin: bigint;
  readonly end: bigint;
  readonly createdAtMs: number;
  readonly parents: readonly number[];
  /** A segment is closed before it grows beyond this many raw bytes. */
  readonly segmentBytes: number;
}

export function createShard({ segmentBytes, ...fixed }: ShardOptions): Shard {
  const base = BigInt(fixed.createdAtMs) * 1_000_000n;
  const segments: Segment[] = [];
  let readOnly = false;
  let first = 0;
  let next = 0;
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
  const groupAt = (at: number): StoredGroup => segmentOf(at).group(at);

  function expireToIndex(at: number): void {
    first = Math.max(first, Math.min(at, next));
    while (segments[0] && segments[0].first + segments[0].length <= first) segments.shift();
  }

  return {
    ...fixed,
    base,
    get readOnly() {
      return readOnly;
    },
    get beginCursor() {
      return cursor(first);
    },
    get endCursor() {
      return cursor(next);
    },
    get keptGroups() {
      return next - first;
    },
    append(group) {
      let open = segments.at(-1);
      const full = open && (open.length >= MAX_GROUPS_A_SEGMENT || open.rawBytes + group.framed.length > segmentBytes);
      if (!open || full) {
        open = createSegment(next);
        segments.push(open);
      }
      open.append(group);
      next += 1;
    },
    seal: () => {
      readOnly = true;
    },
    expireBefore(beforeMs) {
      let at = first;
      while (at < next && groupAt(at).receivedAtMs < beforeMs) at += 1;
      expireToIndex(at);
    },
    expireTo: (to) => expireToIndex(index(to)),
    cursorAt(timeMs) {
      // The clock may have been put back between two puts, so this is a walk, not a bisection.
      let at = first;
      while (at < next && groupAt(at).receivedAtMs < timeMs) at += 1;
      return cursor(at);
    },
    group: (at) => groupAt(index(at)),
    stretch(from, count, until) {
      const start = index(from);
      const bound = until === undefined ? next : Math.min(next, index(until));
      if (start >= bound) return undefined;
      const segment = segmentOf(start);
      return { segment, from: start, to: Math.min(start + count, bound, segment.first + segment.length) };
    },
  };
}
