/** What a log of groups needs to know of a group. */
export interface KeptGroup {
  readonly receivedAtMs: number;
}

/** Log groups in the order they came, by an index that counts all there ever were; forgets from the old end. */
export interface GroupLog<G extends KeptGroup> {
  /** What the log is known by where it is kept on disk. */
  readonly id: number;
  /** Index of the oldest group kept. */
  readonly first: number;
  /** The index that the next group will have. */
  readonly next: number;
  append(group: G): void;
  group(index: number): G;
  slice(from: number, to: number): readonly G[];
  /** Forgets what was received before `beforeMs`, in order, up to the first that was not. */
  expireBefore(beforeMs: number): void;
  /** Forgets what stands before this index. */
  expireTo(index: number): void;
  /** Takes back what was appended from this index on. */
  takeBack(index: number): void;
  /**
   * The index of the first group whose time is `timeMs` or later; first and next are the bounds. Its time: when it was
   * received, or what `timeOf` says.
   */
  indexAt(timeMs: number, timeOf?: (group: G) => number): number;
  /** The index of the first group of which this is true; it has to be so for all behind it, too. */
  firstWhere(isThere: (group: G) => boolean): number;
}

export interface GroupLogOptions<G extends KeptGroup> {
  readonly id?: number;
  /** What it holds from the start; the last one is the one before `next`. */
  readonly groups?: readonly G[];
  readonly next?: number;
  /** Told of every group that is appended. */
  readonly appended?: (index: number, group: G) => void;
}

export function createGroupLog<G extends KeptGroup>(options: GroupLogOptions<G> = {}): GroupLog<G> {
  const { id = 0, groups = [], next = groups.length, appended } = options;
  /** The group at index `start`, and those behind it. May hold some that are forgotten. */
  let kept: G[] = [...groups];
  let start = next - kept.length;
  let first = start;

  function expireTo(index: number): void {
    first = Math.max(first, Math.min(index, start + kept.length));
    // In large strokes, so that each group is moved about once.
    if ((first - start) * 2 < kept.length) return;
    kept = kept.slice(first - start);
    start = first;
  }
  /** A walk, not a bisection: the clock may have been put back between two groups. */
  function indexAt(timeMs: number, timeOf: (group: G) => number = receivedAtMs): number {
    let at = first;
    while (at < start + kept.length && timeOf(kept[at - start] as G) < timeMs) at += 1;
    return at;
  }

  return {
    id,
    get first() {
      return first;
    },
    get next() {
      return start + kept.length;
    },
    append: (group) => {
      kept.push(group);
      appended?.(start + kept.length - 1, group);
    },
    group: (index) => kept[index - start] as G,
    slice: (from, to) => kept.slice(from - start, to - start),
    expireBefore: (beforeMs) => expireTo(indexAt(beforeMs)),
    expireTo,
    takeBack: (index) => {
      kept.length = Math.max(0, index - start);
    },
    indexAt,
    firstWhere(isThere) {
      let low = first;
      let high = start + kept.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isThere(kept[middle - start] as G)) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}

const receivedAtMs = (group: KeptGroup): number => group.receivedAtMs;
