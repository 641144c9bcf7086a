import type { CallOptions, Clock } from '@polylog/core/driver';
import { isServiceError, mapBounded } from '@polylog/driver-kit';
import { classify } from './classify.js';
import { createKeptParts } from './kept-parts.js';
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

export interface OffsetReader {
  /** Asks where a group stands; the answer may hold more partitions than were asked for. */
  read(question: OffsetQuestion, o: CallOptions): Promise<OffsetsById>;
  /** The partitions in parts that one call each asks about, as far as the service is known by now. */
  partsOf(partitions: readonly TopicPartition[]): readonly (readonly TopicPartition[])[];
}

/** For how much each call asks. */
type Part = Pick<TopicPartition, 'topicId'> & Partial<TopicPartition>;

const CALLS_AT_ONCE = 8;
/** So long a question of many calls may take, a few of them a second. */
const KEPT_MS = 30_000;

/**
 * One call, however many partitions: the service allows only so many a second. Whether it may be asked without naming a
 * topic or a partition is not documented, so a refusal makes the calls smaller, from then on.
 */
export function createOffsetReader(connection: ClsConnection, clock: Clock): OffsetReader {
  let smallest = 0;
  const kept = createKeptParts<OffsetsById>(clock, KEPT_MS);

  return {
    async read({ partitions, from, ...ref }, o) {
      const topics = topicsOf(partitions);
      const ask = async (parts: readonly (Part | undefined)[]): Promise<OffsetsById> => {
        const answers = await mapBounded(parts, CALLS_AT_ONCE, (part) =>
          kept.of(JSON.stringify([ref.group, from, part]), async () => {
            const told = await describeConsumerOffsets(connection, { ...ref, ...part, from, kind: 'fetched' }, o);
            return new Map(told.filter(({ offset }) => offset >= 0n).map((each) => [partitionId(each), each.offset]));
          }),
        );
        kept.clear();
        return new Map(answers.flatMap((answer) => [...answer]));
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
    },

    partsOf(partitions) {
      if (smallest === 0) return [partitions];
      if (smallest === 2) return partitions.map((each) => [each]);
      return topicsOf(partitions).map((topic) => partitions.filter(({ topicId }) => topicId === topic.topicId));
    },
  };
}

function topicsOf(partitions: readonly TopicPartition[]): readonly Part[] {
  return [...new Set(partitions.map(({ topicId }) => topicId))].map((topicId) => ({ topicId }));
}
