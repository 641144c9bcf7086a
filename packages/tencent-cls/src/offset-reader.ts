import { type CallOptions, ConsumerError } from '@polylog/core/driver';
import { isRefusal, mapBounded } from '@polylog/driver-kit';
import { classify } from './classify.js';
import type { ClsApi } from './wire/connection.js';
import type { GroupRef, TopicPartition } from './wire/logset-ref.js';
import { describeConsumerOffsets, type OffsetStart } from './wire/offsets.js';
import { partitionId } from './wire/partition-id.js';

/**
 * Offsets by partition id: 0 is one like any other, -1 is none, and so it is where the partition is gone. What is not in
 * it the service told nothing of, so that nothing is known.
 */
export type OffsetsById = ReadonlyMap<string, bigint | 'none'>;

/** Nothing known is never taken for none, from which reading would begin elsewhere: it is `unavailable`. */
export function offsetIn(offsets: OffsetsById, id: string): bigint | 'none' {
  const offset = offsets.get(id);
  if (offset !== undefined) return offset;
  // One that is new may not be known everywhere yet.
  throw new ConsumerError('unavailable', `DescribeConsumerOffsets told nothing of partition ${id}.`, { partition: id });
}

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

/**
 * One call, however many partitions: the service allows only so many a second. Whether it may be asked without naming a
 * topic or a partition is not documented, so a refusal makes the calls smaller, from then on. Nor is it documented whether
 * the answer then lists all: a partition that it leaves out is asked for alone as well.
 */
export function createOffsetReader(connection: ClsApi): OffsetReader {
  let smallest = 0;
  /** So that they do not make one question of too many calls. */
  const leftOut = new Set<string>();

  return {
    async read({ partitions, from, ...ref }, o) {
      const ask = async (part: Part | undefined): Promise<OffsetsById> => {
        const told = await describeConsumerOffsets(connection, { ...ref, ...part, from, kind: 'fetched' }, o);
        return new Map(told.map((each) => [partitionId(each), each.offset < 0n ? 'none' : each.offset]));
      };
      const askAlone = async (partition: TopicPartition): Promise<OffsetsById> => {
        try {
          return await ask(partition);
        } catch (error) {
          if (!isRefusal(error) || classify(error).code !== 'not-found') throw error;
          // The partition, or the group? A group that is not there does not answer for the topic either.
          await ask({ topicId: partition.topicId });
          return new Map([[partitionId(partition), 'none']]);
        }
      };
      const askTogether = async (some: readonly TopicPartition[]): Promise<OffsetsById> => {
        const topics = topicsOf(some);
        const ways = [...(topics.length > 1 ? [[undefined]] : [topics]), topics, some];
        let refusal: { readonly error: unknown } | undefined;
        for (let way = smallest; way < ways.length; way++) {
          try {
            const answer = union(await mapBounded(ways[way] ?? [], CALLS_AT_ONCE, ask));
            smallest = way;
            return answer;
          } catch (error) {
            if (!isRefusal(error) || classify(error).code !== 'invalid-argument') {
              // So much is known, though it did not get to its end.
              if (refusal !== undefined) smallest = way;
              throw error;
            }
            refusal ??= { error };
          }
        }
        throw refusal?.error;
      };

      const [alone, together] = divided(partitions, (each) => leftOut.has(partitionId(each)));
      const answer = together.length === 0 ? new Map() : await askTogether(together);
      const missing = together.filter((each) => !answer.has(partitionId(each)));
      if (smallest < 2) for (const each of missing) leftOut.add(partitionId(each));
      const others = smallest < 2 ? [...alone, ...missing] : alone;
      return union([answer, ...(await mapBounded(others, CALLS_AT_ONCE, askAlone))]);
    },

    partsOf(partitions) {
      const [alone, together] = divided(partitions, (each) => smallest === 2 || leftOut.has(partitionId(each)));
      const parts =
        smallest === 0
          ? [together]
          : topicsOf(together).map((topic) => together.filter(({ topicId }) => topicId === topic.topicId));
      return [...parts.filter(({ length }) => length > 0), ...alone.map((each) => [each])];
    },
  };
}

function divided<T>(all: readonly T[], isFirst: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

function union(answers: readonly OffsetsById[]): OffsetsById {
  return new Map(answers.flatMap((answer) => [...answer]));
}

function topicsOf(partitions: readonly TopicPartition[]): readonly Part[] {
  return [...new Set(partitions.map(({ topicId }) => topicId))].map((topicId) => ({ topicId }));
}
