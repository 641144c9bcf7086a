import { type ClientCallOptions, type Listing, splitKeyIn, wholePage } from '@polylog/driver-kit';
import { describePartitions, mergePartition, type PartitionRange, splitPartition } from '../wire/partitions.js';
import type { ClsCalls } from './cls-calls.js';
import { invalid, type PartitionRequest, partitionIn, type TopicRequest, topicIn, wholeNumber } from './requests.js';

/** The partitions of a topic. `clsGroupAdmin` has the same with more checks, for operators. */
export interface Partitions {
  /** All of them, read-only ones included. */
  list(request: TopicRequest, options?: ClientCallOptions): Listing<PartitionRange>;
  /**
   * Splits a partition at a hash key (32 hexadecimal digits inside its range), or evenly into `parts`, or without either into
   * two halves. Answers the old one, which is read-only from then on, and then the new ones.
   */
  split(
    request: PartitionRequest & { readonly key?: string; readonly parts?: number },
    options?: ClientCallOptions,
  ): Promise<readonly PartitionRange[]>;
  /** Merges a partition with its right-hand neighbour. Answers the new one, and the two old ones, read-only from then on. */
  merge(request: PartitionRequest, options?: ClientCallOptions): Promise<readonly PartitionRange[]>;
}

export function createPartitions(calls: ClsCalls): Partitions {
  const { connection, call } = calls;
  return {
    list: (request, options) =>
      calls.list('partitions.list', options, 0, async (_, o) =>
        wholePage(await describePartitions(connection, topicIn(request).topicId, o)),
      ),
    split: (request, options) =>
      call('partitions.split', options, (o) => {
        const ref = partitionIn(request);
        const { key, parts } = request;
        if (key === undefined)
          return splitPartition(
            connection,
            { ...ref, count: wholeNumber('parts', parts, { byDefault: 2, min: 2, max: 50 }) },
            o,
          );
        if (parts !== undefined) throw invalid('key and parts exclude each other: name one of them, or neither.');
        return splitPartition(connection, { ...ref, key: splitKeyIn(key) }, o);
      }),
    merge: (request, options) =>
      call('partitions.merge', options, (o) => mergePartition(connection, partitionIn(request), o)),
  };
}
