import type { Partition } from '@polylog/core/driver';
import { type KeyRange, rangeParents } from './range-parents.js';

/** The shards of one stream, as partitions that know their parents. `idOf` makes a shard's number unique in the driver. */
export function partitionsOf(
  ranges: readonly KeyRange[],
  stream: string,
  idOf: (id: number) => string,
): readonly Partition[] {
  const parents = rangeParents(ranges);
  return ranges.map(({ id, readOnly }) => ({
    id: idOf(id),
    stream,
    readOnly,
    parents: (parents.get(id) ?? []).map(idOf),
  }));
}
