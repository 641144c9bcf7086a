import type { LogRecord, Partition, Position } from '@polylog/core/driver';
import { zstd } from '@polylog/driver-kit';
import { type ClsClient, type ClsCompression, clsDriver } from '@polylog/tencent-cls';
import { partitionId } from '@polylog/tencent-cls/wire';
import { options, readOptions } from '../../../driver-calls.js';
import { credentials, region } from '../../../end-to-end/emulated-topics.js';
import { canonical, PARTITION } from './canonical.js';
import type { TestLogGroup } from './log-groups.js';

/** All that this Node has. */
const compressions: readonly ClsCompression[] = [
  'lz4',
  'deflate',
  'none',
  ...(zstd === undefined ? [] : ['zstd' as const]),
];

/** Upload by upload, in each compression in turn. */
export async function putByOurs(
  ours: ClsClient,
  topicId: string,
  uploads: readonly (readonly TestLogGroup[])[],
): Promise<void> {
  for (const [i, logGroups] of uploads.entries()) {
    const compression = compressions[i % compressions.length] as ClsCompression;
    await ours.logs.put({ topicId, logGroups, compression });
  }
}

/** One line for each log, as `canonical` has them. */
export async function readByOurClient(ours: ClsClient, logsetId: string, topicId: string): Promise<readonly string[]> {
  const lines: string[] = [];
  const partition = { logsetId, topicId, partition: PARTITION };
  for await (const { logGroups } of ours.logs.pullAll({ ...partition, maxBytes: 4 * 1024 * 1024 })) {
    for (const { tags = [], ...group } of logGroups) lines.push(...canonical({ ...group, tags } as TestLogGroup));
  }
  return lines;
}

/** The same of the records that a consumer is handed. */
export async function readByOurDriver(endpoint: string, logsetId: string, topicId: string): Promise<readonly string[]> {
  const driver = clsDriver({ region, endpoint, logsetId, topicIds: [topicId], credentials });
  try {
    const partition: Partition = {
      ...{ id: partitionId({ topicId, partition: PARTITION }), stream: topicId },
      ...{ readOnly: false, parents: [] },
    };
    const lines: string[] = [];
    let from = (await driver.locate([partition], 'earliest', options())).get(partition.id) as Position;
    for (;;) {
      const batch = await driver.read(partition, from, readOptions());
      for (const record of batch.records) lines.push(...canonical(groupOf(record)));
      const isAll = batch.next === from;
      from = batch.next;
      batch.release();
      if (isAll) return lines;
    }
  } finally {
    await driver.close?.();
  }
}

/** A log group of that record alone. */
function groupOf(record: LogRecord): TestLogGroup {
  const { timeNs, source, host: hostname, path: filename, tags } = record;
  return {
    ...(source !== undefined && { source }),
    ...(hostname !== undefined && { hostname }),
    ...(filename !== undefined && { filename }),
    tags: [...tags],
    logs: [{ time: timeNs, contents: [...record.entries()] }],
  };
}
