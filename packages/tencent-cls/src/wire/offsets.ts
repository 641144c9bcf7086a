import { int64Of, objectOf } from '@polylog/driver-kit';
import type { ClsApi, SendOptions } from './connection.js';
import type { GroupRef, TopicPartition } from './logset-ref.js';
import { byTopic, ofTopics, partitionIdOf } from './topic-lists.js';

/** A place in a partition: the number of the next log group, of 64 bits, written as a bare integer. */
export interface PartitionOffset extends TopicPartition {
  readonly offset: bigint;
}

/** `begin`: the oldest kept. `end`: behind the newest. Otherwise the first received at or after that second. */
export type OffsetStart = 'begin' | 'end' | { readonly epochSeconds: number };

export interface OffsetsRequest extends GroupRef {
  readonly from: OffsetStart;
  /** Absent: of all topics of the group. */
  readonly topicId?: string | undefined;
  /** Only with a topic; absent: of all its partitions. */
  readonly partition?: number | undefined;
  /**
   * `fetched`: what the group has committed, and only where it has nothing the place that `from` names: the answer does
   * not tell which. `listed`: always the place that `from` names.
   */
  readonly kind: 'fetched' | 'listed';
}

const NAMES = { topics: 'TopicPartitionOffsetsInfo', partitions: 'PartitionOffsets' };

/** DescribeConsumerOffsets. An offset of -1 is passed on as it is; what it means is not documented. */
export async function describeConsumerOffsets(
  connection: ClsApi,
  { logsetId, group, from, topicId, partition, kind }: OffsetsRequest,
  o: SendOptions,
): Promise<readonly PartitionOffset[]> {
  const call = 'DescribeConsumerOffsets';
  const parameters = {
    ConsumerGroup: group,
    LogsetId: logsetId,
    // Text, whatever it says.
    From: typeof from === 'string' ? from : String(from.epochSeconds),
    ...(topicId === undefined ? {} : { TopicId: topicId }),
    // Text as well, here only.
    ...(partition === undefined ? {} : { PartitionId: String(partition) }),
    // Newer than the rest; without it, what was committed comes first.
    ...(kind === 'fetched' ? {} : { OffsetType: 1 }),
  };
  const { response } = await connection.sendApi(call, parameters, o);
  return ofTopics(call, response, NAMES, (topic, value) => {
    const entry = objectOf(call, value);
    return { topicId: topic, partition: partitionIdOf(call, entry), offset: int64Of(call, entry, 'Offset') };
  });
}

/** CommitConsumerOffsets: any number of partitions of any of the group's topics. Whether it takes all or none is not documented. */
export async function commitConsumerOffsets(
  connection: ClsApi,
  request: GroupRef & { readonly member: string; readonly offsets: readonly PartitionOffset[] },
  o: SendOptions,
): Promise<void> {
  const { logsetId, group, member, offsets } = request;
  const parameters = {
    ConsumerGroup: group,
    Consumer: member,
    LogsetId: logsetId,
    TopicPartitionOffsetsInfo: byTopic([], offsets, NAMES.partitions, ({ partition, offset }) => ({
      PartitionId: partition,
      Offset: offset,
    })),
  };
  await connection.sendApi('CommitConsumerOffsets', parameters, o);
}
