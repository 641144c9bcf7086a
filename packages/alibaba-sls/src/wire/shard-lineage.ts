/** What the lineage is worked out from: an entry of ListShards. Keys are 32 lower-case hex digits. */
export interface ShardRange {
  readonly id: number;
  readonly readOnly: boolean;
  readonly beginKey: string;
  readonly endKey: string;
}

interface Stretch {
  readonly begin: string;
  readonly end: string;
  readonly owner: ShardRange;
}

/**
 * The parents of every shard, by id. The service does not list them, but ids grow with every split and merge, and a new
 * shard takes its range from its parents. So the shards are painted over the key line in id order: whoever is painted
 * over is a parent. Where a parent has expired and is not listed any more, the nearest listed ancestor stands in for it.
 */
export function shardParents(shards: readonly ShardRange[]): ReadonlyMap<number, readonly number[]> {
  const parents = new Map<number, readonly number[]>();
  let line: readonly Stretch[] = [];
  for (const shard of [...shards].sort((a, b) => a.id - b.id)) {
    const covered = line.filter((stretch) => overlaps(stretch, shard));
    // A shard that still takes writes has not been split: an overlap with it is an answer in flux, not a parent.
    const owners = covered.filter(({ owner }) => owner.readOnly).map(({ owner }) => owner.id);
    parents.set(
      shard.id,
      [...new Set(owners)].sort((a, b) => a - b),
    );
    line = [
      ...line.flatMap((stretch) => (covered.includes(stretch) ? rest(stretch, shard) : [stretch])),
      { begin: shard.beginKey, end: shard.endKey, owner: shard },
    ];
  }
  return parents;
}

function overlaps(stretch: Stretch, shard: ShardRange): boolean {
  return stretch.begin < shard.endKey && shard.beginKey < stretch.end;
}

/** What of a stretch a shard leaves uncovered, to its left and to its right. */
function rest(stretch: Stretch, shard: ShardRange): Stretch[] {
  const left = stretch.begin < shard.beginKey ? [{ ...stretch, end: shard.beginKey }] : [];
  const right = shard.endKey < stretch.end ? [{ ...stretch, begin: shard.endKey }] : [];
  return [...left, ...right];
}
