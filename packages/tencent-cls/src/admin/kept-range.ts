import type { CallOptions, Partition } from '@polylog/core/driver';
import { corrupt, offsetOf } from '@polylog/driver-kit';
import type { AdminLog } from './admin-log.js';

/** What is kept of a partition: from its oldest place to behind its newest. */
export interface KeptRange {
  readonly begin: bigint;
  readonly end: bigint;
}

export async function keptRanges(
  { locate }: AdminLog,
  partitions: readonly Partition[],
  o: CallOptions,
): Promise<ReadonlyMap<string, KeptRange>> {
  // The oldest first: the newest only grows, so that a checkpoint between them is never taken for lost.
  const begins = await locate(partitions, 'earliest', o);
  const ends = await locate(partitions, 'latest', o);
  return new Map(
    partitions.map(({ id }) => {
      const [begin, end] = [offsetOf(id, begins.get(id)!), offsetOf(id, ends.get(id)!)];
      if (begin > end) throw corrupt('DescribeConsumerOffsets', 'a beginning behind the end of its partition');
      return [id, { begin, end }];
    }),
  );
}
