import { type CallOptions, ConsumerError, type PartitionInfo } from '@polylog/core/driver';
import { type KeyRangeCalls, listKeyRanges, mergeKeyRanges, splitKeyRange } from '@polylog/driver-kit';
import { partitionId, partitionOf } from '../wire/partition-id.js';
import { describePartitions, mergePartition, splitPartition as splitOnWire } from '../wire/partitions.js';
import type { AdminLog } from './admin-log.js';

export async function listPartitions(log: AdminLog, o: CallOptions): Promise<readonly PartitionInfo[]> {
  const lists = await Promise.all(log.topicIds.map((topicId) => listKeyRanges(callsOf(log, topicId), o)));
  return lists.flat();
}

export async function splitPartition(
  log: AdminLog,
  id: string,
  o: CallOptions & { readonly at?: string },
): Promise<readonly PartitionInfo[]> {
  return await splitKeyRange(callsOf(log, topicOf(log, id)), id, o);
}

export async function mergePartitions(
  log: AdminLog,
  left: string,
  right: string,
  o: CallOptions,
): Promise<PartitionInfo> {
  const topicId = topicOf(log, left);
  if (topicOf(log, right) === topicId) return await mergeKeyRanges(callsOf(log, topicId), left, right, o);
  throw new ConsumerError(
    'invalid-argument',
    `partitions ${left} and ${right} are of different topics. Name two neighbours of one topic, the left one first.`,
  );
}

function callsOf({ api, logsetId }: AdminLog, topicId: string): KeyRangeCalls {
  return {
    stream: topicId,
    noun: 'partition',
    where: `logset ${logsetId}`,
    idOf: (partition) => partitionId({ topicId, partition }),
    list: (o) => describePartitions(api, topicId, o),
    split: ({ id }, key, o) =>
      splitOnWire(api, { topicId, partition: id, ...(key === undefined ? { count: 2 } : { key }) }, o),
    merge: ({ id }, o) => mergePartition(api, { topicId, partition: id }, o),
  };
}

function topicOf(log: AdminLog, id: string): string {
  const { topicId } = partitionOf(id);
  if (log.topicIds.includes(topicId)) return topicId;
  throw new ConsumerError(
    'not-found',
    `partition ${JSON.stringify(id)} is of a topic that this admin was not opened for; it was for ${log.topicIds.join(', ')}.`,
    { partition: id },
  );
}
