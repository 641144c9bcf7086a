/** What the lineage is worked out from: a shard (or partition) and its part of the key line. Keys are lower-case hex digits. */
export interface KeyRange {
  readonly id: number;
  readonly readOnly: boolean;
  readonly beginKey: string;
  readonly endKey: string;
}

interface Stretch {
  readonly begin: string;
  readonly end: string;
  readonly owner: KeyRange;
}

/**
 * The parents of every shard, by id. The service does not list them, but ids grow with every split and merge, and a new
 * shard takes its range from its parents. So the shards are painted over the key line in id order: whoever is painted
 * over is a parent. Where a parent has expired and is not listed any more, the nearest listed ancestor stands in for it.
 */
export function rangeParents(shards: readonly KeyRange[]): ReadonlyMap<number, readonly number[]> {
  const parents = new Map<number, readonly number[]>();
  /** Side by side, in the order of their keys. */
  const line: Stretch[] = [];
  for (const shard of [...shards].sort((a, b) => a.id - b.id)) {
    const covered = overlapping(line, shard);
    // A shard that still takes writes has not been split: an overlap with it is an answer in flux, not a parent.
    const owners = covered.stretches.filter(({ owner }) => owner.readOnly).map(({ owner }) => owner.id);
    parents.set(
      shard.id,
      [...new Set(owners)].sort((a, b) => a - b),
    );
    line.splice(covered.from, covered.stretches.length, ...painted(covered.stretches, shard));
  }
  return parents;
}

/** The stretches that a shard covers in full or in part. Searched by halves: there may be thousands of shards. */
function overlapping(line: readonly Stretch[], shard: KeyRange): { from: number; stretches: readonly Stretch[] } {
  let from = 0;
  for (let behind = line.length; from < behind; ) {
    const middle = (from + behind) >> 1;
    if ((line[middle] as Stretch).end > shard.beginKey) behind = middle;
    else from = middle + 1;
  }
  let to = from;
  while (to < line.length && (line[to] as Stretch).begin < shard.endKey) to++;
  return { from, stretches: line.slice(from, to) };
}

/** The shard, and what it leaves uncovered to its left and to its right. */
function painted(covered: readonly Stretch[], shard: KeyRange): Stretch[] {
  const [first] = covered;
  const last = covered.at(-1);
  return [
    ...(first && first.begin < shard.beginKey ? [{ ...first, end: shard.beginKey }] : []),
    { begin: shard.beginKey, end: shard.endKey, owner: shard },
    ...(last && shard.endKey < last.end ? [{ ...last, begin: shard.endKey }] : []),
  ];
}
