import type { Batch, DriverBatch, Partition, Position, ReadOptions } from '@polylog/core/driver';
import { type BufferPool, endedBatch, nameBroken, offsetOf, type PooledBuffer, positionOf } from '@polylog/driver-kit';
import { LARGEST_ANSWER_BYTES } from './limits.js';
import { type Progress, progressOf } from './progress.js';
import { receivedAtMs } from './received-at.js';
import { type JsonLogs, readJsonLogsInTurns } from './records/json-logs.js';
import type { LtsConnection } from './wire/connection.js';
import { type PulledLogs, pullLogs } from './wire/pull-logs.js';
import type { StreamRef } from './wire/stream-ref.js';

/** What all reads of a driver share. */
export interface ReadSettings {
  readonly connection: LtsConnection;
  readonly stream: StreamRef;
  readonly maxRecords: number;
  readonly strings: 'safe' | 'shared';
  readonly pool: BufferPool;
}

/** One pull, its structure checked; `LogDriver.read` has the contract. */
export async function readBatch(
  settings: ReadSettings,
  partition: Partition,
  from: Position,
  o: ReadOptions,
): Promise<DriverBatch> {
  const { id } = partition;
  const start = offsetOf(id, from);
  const end = o.until?.position === undefined ? undefined : offsetOf(id, o.until.position);
  if (end !== undefined && start >= end) return endedBatch(partition, from);

  let requestId: string | undefined;
  const answer = { what: `PullLogs of shard ${id}`, partition: id, requestId: () => requestId };
  return await nameBroken(answer, async () => {
    let buffer: PooledBuffer | undefined;
    // Should the pull fail, the buffer is left to the collector: a transport that gave up may still be writing into it.
    const pulled = await pullLogs(
      settings.connection,
      {
        ...settings.stream,
        shard: id,
        start,
        end,
        limit: settings.maxRecords,
        maxBodyBytes: o.maxBytes,
        async onHead(head) {
          requestId = head.requestId;
          const bytes = head.bodyBytes ?? Math.min(o.maxBytes, LARGEST_ANSWER_BYTES);
          await o.reserve(bytes);
          buffer = settings.pool.take(bytes);
          return buffer.buffer;
        },
      },
      o,
    );
    try {
      const recordId = (index: number): string => `${id}@${from}:${index}`;
      const logs = await readJsonLogsInTurns(pulled.body, { recordId, strings: settings.strings }, o.signal);
      const progress = progressOf({ from: start, next: logs.next, hasLogs: logs.recordCount > 0, end });
      return batchOf({ partition, from, pulled, logs, progress }, () => {
        logs.release();
        buffer?.giveBack();
      });
    } catch (error) {
      buffer?.giveBack();
      throw error;
    }
  });
}

interface ReadLogs {
  readonly partition: Partition;
  readonly from: Position;
  readonly pulled: PulledLogs;
  readonly logs: JsonLogs;
  readonly progress: Progress;
}

function batchOf({ partition, from, pulled, logs, progress }: ReadLogs, release: () => void): DriverBatch {
  const { servedAtMs } = pulled;
  const newestReceivedAtMs = logs.recordCount > 0 ? receivedAtMs(progress.next, servedAtMs) : undefined;
  return {
    partition: partition.id,
    start: from,
    next: positionOf(progress.next),
    state: stateOf(progress),
    records: logs.records,
    recordCount: logs.recordCount,
    rawBytes: pulled.body.length,
    ...(servedAtMs === undefined ? {} : { servedAtMs }),
    ...(newestReceivedAtMs === undefined ? {} : { newestReceivedAtMs }),
    release,
  };
}

function stateOf({ kind }: Progress): Batch['state'] {
  switch (kind) {
    case 'ended':
      return 'ended';
    case 'moved':
      return 'more';
    // No shard is ever told to be read-only.
    case 'stood':
      return 'caught-up';
    default:
      return kind satisfies never;
  }
}
