import { type ClsOptions, type ClsSwitches, defaultAccessKey } from '@polylog/emulator';
import type { ClsDriverOptions } from '@polylog/tencent-cls';
import { partitionId } from '@polylog/tencent-cls/wire';
import { SHORT_GROUP_BYTES } from './short-log-group.js';

export const logsetId = 'logset-1';

/** A log of CLS on the emulator whose reads give at most so many short records. */
export interface ClsSetup {
  readonly cls: ClsOptions;
  readonly driver: Omit<ClsDriverOptions, 'endpoint'>;
  readonly topicIds: readonly string[];
  /** Of all partitions, topic by topic. */
  readonly ids: readonly string[];
}

export function clsSetup(
  { partitions, batchRecords }: { readonly partitions: number; readonly batchRecords: number },
  switches: Partial<ClsSwitches>,
): ClsSetup {
  // More than two partitions are of two topics. The first two are always of one, for they may be merged.
  const first = Math.max(Math.min(2, partitions), Math.ceil(partitions / 2));
  const counts = partitions > first ? { 'topic-1': first, 'topic-2': partitions - first } : { 'topic-1': first };
  const topics = Object.entries(counts).map(([topicId, count]) => ({ topicId, count }));
  // Where a size is not counted in bytes, or small ones are refused, the service's own limit keeps batches short.
  const isLimitedByService = switches.pullSize === 'groups' || (switches.pullMinBytes ?? 0) > 0;
  const batchBytes = batchRecords * SHORT_GROUP_BYTES;
  return {
    cls: {
      logsets: { [logsetId]: Object.fromEntries(topics.map(({ topicId, count }) => [topicId, { partitions: count }])) },
      switches: { ...(isLimitedByService ? { pullMaxBytes: batchBytes } : {}), ...switches },
    },
    driver: {
      region: 'ap-guangzhou',
      logsetId,
      topicIds: topics.map(({ topicId }) => topicId),
      credentials: { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret },
      ...(isLimitedByService ? {} : { maxReadBytes: batchBytes }),
    },
    topicIds: topics.map(({ topicId }) => topicId),
    ids: topics.flatMap(({ topicId, count }) =>
      Array.from({ length: count }, (_, i) => partitionId({ topicId, partition: i + 1 })),
    ),
  };
}
