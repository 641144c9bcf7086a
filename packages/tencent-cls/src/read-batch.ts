import type { Batch, CallOptions, DriverBatch, Partition, Position, ReadOptions } from '@polylog/core/driver';
import {
  type BufferPool,
  clsFieldMap,
  endedBatch,
  type LogGroupList,
  nameBroken,
  offsetOf,
  type PooledBuffer,
  positionOf,
  readLogGroupListInTurns,
} from '@polylog/driver-kit';
import { type Progress, progressOf } from './progress.js';
import { boundOf } from './pull-bound.js';
import type { ClsConnection } from './wire/connection.js';
import { partitionOf } from './wire/partition-id.js';
import type { PullAnswer } from './wire/pull-answer.js';
import { openPullBody } from './wire/pull-body.js';
import { type PulledLog, type PullHead, pullLog, pullSize } from './wire/pull-log.js';

/** What all reads of a driver share. */
export interface ReadSettings {
  readonly connection: ClsConnection;
  readonly maxReadBytes: number;
  readonly query: string | undefined;
  readonly strings: 'safe' | 'shared';
  readonly pool: BufferPool;
  /** The place behind the newest record of a partition, now. */
  readonly endOf: (partition: Partition, o: CallOptions) => Promise<Position>;
}

const nothing = (): void => undefined;
const noGroups: LogGroupList = { groupCount: 0, recordCount: 0, records: [], release: nothing };

/** One pull, decompressed and checked; `LogDriver.read` has the contract. */
export async function readBatch(
  settings: ReadSettings,
  partition: Partition,
  from: Position,
  o: ReadOptions,
): Promise<DriverBatch> {
  const start = offsetOf(partition.id, from);
  const end = o.until?.position === undefined ? undefined : offsetOf(partition.id, o.until.position);
  if (end !== undefined && start >= end) return endedBatch(partition, from);

  let requestId: string | undefined;
  const answer = { what: `PullLog of partition ${partition.id}`, partition: partition.id, requestId: () => requestId };
  return await nameBroken(answer, async () => {
    let compressed: PooledBuffer | undefined;
    // Should the pull fail, the buffer is left to the collector: a transport that gave up may still be writing into it.
    const pulled = await pull(settings, partition, start, o, async (head) => {
      requestId = head.requestId;
      const { bodyBytes, rawBytes } = pullSize(head, o.maxBytes);
      // What comes of the JSON lies where the JSON was.
      await o.reserve(bodyBytes + rawBytes);
      compressed = settings.pool.take(bodyBytes);
      return compressed.buffer;
    });
    let opened: OpenedPull;
    try {
      opened = await open(settings, partition, from, pulled.body, o);
    } finally {
      compressed?.giveBack();
    }
    requestId ??= opened.requestId;
    try {
      const progress = progressOf({
        from: start,
        nextOffset: BigInt(opened.nextOffset),
        hasGroups: opened.groupCount > 0,
        bound: boundOf(o.until?.epochMs, pulled.servedAtMs ?? settings.connection.signingClock.now()),
        end,
      });
      return {
        partition: partition.id,
        start: from,
        next: positionOf(progress.next),
        state: await stateAfter(settings, partition, progress, o),
        records: opened.list.records,
        recordCount: opened.list.recordCount,
        rawBytes: opened.logGroups.length,
        ...(pulled.servedAtMs === undefined ? {} : { servedAtMs: pulled.servedAtMs }),
        release: opened.release,
      };
    } catch (error) {
      opened.release();
      throw error;
    }
  });
}

async function pull(
  { connection, maxReadBytes, query }: ReadSettings,
  { id }: Partition,
  startOffset: bigint,
  o: ReadOptions,
  onHead: (head: PullHead) => Promise<Buffer>,
): Promise<PulledLog> {
  const { until, maxBytes } = o;
  const place = partitionOf(id);
  return await pullLog(
    connection,
    {
      ...place,
      startOffset,
      // Rounded up, so that nothing before the bound is missed.
      endSeconds: until === undefined ? undefined : Math.ceil(until.epochMs / 1000),
      sizeBytes: maxReadBytes,
      query,
      maxRawBytes: maxBytes,
      onHead,
    },
    o,
  );
}

interface OpenedPull extends PullAnswer {
  readonly list: LogGroupList;
  readonly release: () => void;
}

/** Decompresses into a pooled buffer, which goes back with `release`, and checks all that it holds; in turns of the loop. */
async function open(
  { pool, strings }: ReadSettings,
  { id }: Partition,
  from: Position,
  body: Buffer,
  { maxBytes, signal }: ReadOptions,
): Promise<OpenedPull> {
  let json: PooledBuffer | undefined;
  const target = (bytes: number): Buffer => {
    json = pool.take(bytes);
    return json.buffer;
  };
  try {
    const answer = await openPullBody(body, { maxRawBytes: maxBytes, target, signal });
    if (answer.groupCount === 0) {
      json?.giveBack();
      return { ...answer, logGroups: NO_BYTES, list: noGroups, release: nothing };
    }
    // Neither the envelope nor anything else names a record, so that the name is good for one read only.
    const recordId = (group: number, index: number): string => `${id}@${from}:${group}:${index}`;
    const list = await readLogGroupListInTurns(answer.logGroups, { fields: clsFieldMap, recordId, strings }, signal);
    const release = (): void => {
      list.release();
      json?.giveBack();
    };
    return { ...answer, list, release };
  } catch (error) {
    json?.giveBack();
    throw error;
  }
}

const NO_BYTES = Buffer.alloc(0);

/** An empty read ends a partition that is read-only only where it stood at the very end: that such a read is one is not documented. */
async function stateAfter(
  { endOf }: ReadSettings,
  partition: Partition,
  { kind, next }: Progress,
  o: ReadOptions,
): Promise<Batch['state']> {
  if (kind !== 'stood') return kind === 'ended' ? 'ended' : 'more';
  if (!partition.readOnly) return 'caught-up';
  return next >= offsetOf(partition.id, await endOf(partition, o)) ? 'ended' : 'caught-up';
}
