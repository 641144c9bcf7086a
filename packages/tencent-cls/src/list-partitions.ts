import type { CallOptions, Clock, Partition } from '@polylog/core/driver';
import { type KeyRange, mapBounded, partitionsOf } from '@polylog/driver-kit';
import { classify } from './classify.js';
import { createKeptParts } from './kept-parts.js';
import type { ClsApi } from './wire/connection.js';
import { partitionId } from './wire/partition-id.js';
import { describePartitions } from './wire/partitions.js';

const LISTS_AT_ONCE = 8;
/** For how long the answers of a listing that failed half-way are good for its next try. */
const KEPT_MS = 5_000;

/** Lists the partitions of all topics: one call a topic. */
export function createPartitionLister(
  connection: ClsApi,
  topicIds: readonly string[],
  clock: Clock,
): (o: CallOptions) => Promise<readonly Partition[]> {
  // That a list is some seconds older than it seems is safe: no partition becomes writable again.
  const kept = createKeptParts<readonly KeyRange[]>(clock, KEPT_MS);
  /** Topics that have been listed once. */
  const seen = new Set<string>();

  const listTopic = async (topicId: string, o: CallOptions): Promise<readonly KeyRange[]> => {
    const ranges = await describePartitions(connection, topicId, o).catch((error: unknown) => {
      // Deleted while it was read: its partitions are gone, and those of the others go on. At the start it is a mistake.
      if (seen.has(topicId) && classify(error).code === 'not-found') return [];
      throw error;
    });
    seen.add(topicId);
    return ranges;
  };

  return async (o) => {
    const lists = await mapBounded(topicIds, LISTS_AT_ONCE, async (topicId) => {
      const ranges = await kept.of(topicId, () => listTopic(topicId, o));
      return partitionsOf(ranges, topicId, (partition) => partitionId({ topicId, partition }));
    });
    kept.forget(topicIds);
    return lists.flat();
  };
}
