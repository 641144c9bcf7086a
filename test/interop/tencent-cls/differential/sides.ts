import type { LogRecord, Partition, Position } from '@polylog/core/driver';
import { decodeClsLogGroupList } from '@polylog/driver-kit';
import { clsDriver } from '@polylog/tencent-cls';
import {
  type ClsConnection,
  encodeClsLogGroup,
  openPullBody,
  partitionId,
  pullLog,
  uploadLog,
} from '@polylog/tencent-cls/wire';
import { options, readOptions } from '../../../driver-calls.js';
import { credentials, region } from '../../../end-to-end/emulated-topics.js';
import { canonical, PARTITION } from './canonical.js';
import type { TestLogGroup } from './log-groups.js';

export async function putByOurs(
  connection: ClsConnection,
  topicId: string,
  uploads: readonly (readonly TestLogGroup[])[],
): Promise<void> {
  for (const [i, groups] of uploads.entries()) {
    const compression = i % 2 === 0 ? 'lz4' : 'none';
    await uploadLog(connection, { topicId, logGroups: groups.map(encodeClsLogGroup), compression }, options());
  }
}

/** One line for each log, as `canonical` has them. */
export async function readByOurClient(connection: ClsConnection, topicId: string): Promise<readonly string[]> {
  const lines: string[] = [];
  const maxRawBytes = 64 * 1024 * 1024;
  for (let startOffset = 0n; ; ) {
    const request = { topicId, partition: PARTITION, startOffset, sizeBytes: 4 * 1024 * 1024, maxRawBytes };
    const { body } = await pullLog(connection, request, options());
    const { nextOffset, logGroups } = await openPullBody(body, { maxRawBytes, target: Buffer.alloc });
    if (BigInt(nextOffset) === startOffset) return lines;
    startOffset = BigInt(nextOffset);
    for (const { tags = [], ...group } of decodeClsLogGroupList(logGroups)) {
      lines.push(...canonical({ ...group, tags } as TestLogGroup));
    }
  }
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
