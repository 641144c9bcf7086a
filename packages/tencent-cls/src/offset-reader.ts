import type { CallOptions } from '@polylog/core/driver';
import { isServiceError, mapBounded } from '@polylog/driver-kit';
import { classify } from './classify.js';
import type { ClsConnection } from './wire/connection.js';
import type { GroupRef, TopicPartition } from './wire/logset-ref.js';
import { describeConsumerOffsets, type OffsetStart } from './wire/offsets.js';
import { partitionId } from './wire/partition-id.js';

/**
 * Offsets by partition id. What the service does not list, or lists as -1, is not in it; 0 is an offset like any other.
 */
export type OffsetsById = ReadonlyMap<string, bigint>;

export interface OffsetQuestion extends GroupRef {
  readonly partitions: readonly TopicPartition[];
  /** What is answered for a partition of which the group has committed nothing. */
  readonly from: OffsetStart;
}

/** Asks where a group stands; the answer may hold more partitions than were asked for. */
export type OffsetReader = (question: OffsetQuestion, o: CallOptions) => Promise<OffsetsById>;

/** For how much each call asks. */
type Part = Pick<TopicPartition, 'topicId'> & Partial<TopicPartition>;

const CALLS_AT_ONCE = 8;

/**
 * One call, however many partitions: the service allows only so many a second. Whether it may be asked without naming a
 * topic or a partition is not documented, so a refusal makes the calls smaller, from then on.
 */
export function createOffsetReader(connection: ClsConnection): OffsetReader {
  let smallest = 0;

  return async ({ partitions, from, ...ref }, o) => {
    const topics = [...new Set(partitions.map(({ topicId }) => topicId))].map((topicId): Part => ({ topicId }));
    const ask = async (parts: readonly (Part | undefined)[]): Promise<OffsetsById> => {
      const answers = await mapBounded(parts, CALLS_AT_ONCE, (part) =>
        describeConsumerOffsets(connection, { ...ref, ...part, from, kind: 'fetched' }, o),
      );
      const told = answers.flat().filter(({ offset }) => offset >= 0n);
      return new Map(told.map((entry) => [partitionId(entry), entry.offset]));
    };
    const ways = [...(topics.length > 1 ? [[undefined]] : [topics]), topics, partitions];
    let refusal: { readonly error: unknown } | undefined;
    for (let way = smallest; way < ways.length; way++) {
      try {
        const answer = await ask(ways[way] ?? []);
        smallest = way;
        return answer;
      } catch (error) {
        if (!isServiceError(error) || classify(error).code !== 'invalid-argument') throw error;
        refusal ??= { error };
      }
    }
    throw refusal?.error;
  };
}
