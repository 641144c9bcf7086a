import { type JsonObject, type KeyRange, keyRangesOf, listOf, objectOf } from '@polylog/driver-kit';
import type { ClsApi, SendOptions } from './connection.js';
import type { TopicPartition } from './logset-ref.js';

/** A partition of a topic. It takes the hash keys from `beginKey` up to `endKey`, which only the last partition includes. */
export interface PartitionRange extends KeyRange {
  /** Both `YYYY-MM-DD HH:MM:SS`, as the service writes them: without a zone. Absent where it told none. */
  readonly createTime?: string;
  readonly lastWriteTime?: string;
}

/** All partitions of a topic, read-only ones included, in the service's order (DescribePartitions). */
export async function describePartitions(
  connection: ClsApi,
  topicId: string,
  o: SendOptions,
): Promise<readonly PartitionRange[]> {
  return await partitionsIn(connection, 'DescribePartitions', { TopicId: topicId }, o);
}

/** Splits a partition: in two at `key` (32 hex digits), or into `count` equal ones. Answers the old one and the new ones. */
export async function splitPartition(
  connection: ClsApi,
  { topicId, partition, ...how }: TopicPartition & { readonly key?: string; readonly count?: number },
  o: SendOptions,
): Promise<readonly PartitionRange[]> {
  const parameters = {
    TopicId: topicId,
    PartitionId: partition,
    ...(how.key === undefined ? {} : { SplitKey: how.key }),
    ...(how.count === undefined ? {} : { Number: how.count }),
  };
  return await partitionsIn(connection, 'SplitPartition', parameters, o);
}

/** Merges a partition with its right-hand neighbour. Answers the two old ones and the new one. */
export async function mergePartition(
  connection: ClsApi,
  { topicId, partition }: TopicPartition,
  o: SendOptions,
): Promise<readonly PartitionRange[]> {
  return await partitionsIn(connection, 'MergePartition', { TopicId: topicId, PartitionId: partition }, o);
}

async function partitionsIn(
  connection: ClsApi,
  call: string,
  parameters: JsonObject,
  o: SendOptions,
): Promise<readonly PartitionRange[]> {
  const { response } = await connection.sendApi(call, parameters, o);
  const entries = listOf(call, response.Partitions);
  const ranges = keyRangesOf(call, entries, {
    id: 'PartitionId',
    status: 'Status',
    beginKey: 'InclusiveBeginKey',
    endKey: 'ExclusiveEndKey',
  });
  return ranges.map((range, index) => {
    const { CreateTime, LastWriteTime } = objectOf(call, entries[index]);
    return {
      ...range,
      ...(isText(CreateTime) && { createTime: CreateTime }),
      ...(isText(LastWriteTime) && { lastWriteTime: LastWriteTime }),
    };
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
