import {
  ConsumerError,
  type DriverBatch,
  type Partition,
  type Position,
  type ReadOptions,
  toPosition,
} from '@polylog/core/driver';
import {
  type BufferPool,
  brokenAnswer,
  type ChosenCompression,
  corrupt,
  decompressInTurns,
  endedBatch,
  type LogGroupList,
  nameBroken,
  none,
  type PooledBuffer,
  type ReadAnswer,
  readLogGroupListInTurns,
  slsFieldMap,
} from '@polylog/driver-kit';
import { batchState } from './batch-state.js';
import { passedOver } from './passed-over.js';
import type { SlsConnection } from './wire/connection.js';
import { compareCursors, decodeCursor } from './wire/cursor.js';
import { type PulledLogs, pullLogs } from './wire/pull-logs.js';

/** What all reads of a driver share. */
export interface ReadSettings extends ChosenCompression {
  readonly connection: SlsConnection;
  readonly project: string;
  readonly logstore: string;
  readonly maxLogGroups: number;
  readonly query: string | undefined;
  readonly strings: 'safe' | 'shared';
  readonly pool: BufferPool;
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
  const end = o.until?.position;
  const toEnd = end === undefined ? undefined : compareCursors(from, end);
  if (toEnd === 0 || toEnd === 1) return endedBatch(partition, from);

  let compressed: PooledBuffer | undefined;
  // Should the pull fail, the buffer is left to the collector: a transport that gave up may still be writing into it.
  const pulled = await pullLogs(
    settings.connection,
    {
      project: settings.project,
      logstore: settings.logstore,
      shard: partition.id,
      cursor: from,
      endCursor: end,
      count: settings.maxLogGroups,
      query: settings.query,
      compression: settings.compression,
      maxRawBytes: o.maxBytes,
      onHead: async ({ bodyBytes, rawBytes, compression }) => {
        const codec = settings.codecFor(compression);
        await o.reserve(codec === none ? Math.max(bodyBytes, rawBytes) : bodyBytes + rawBytes);
        if (bodyBytes === 0) return undefined;
        compressed = settings.pool.take(bodyBytes);
        return compressed.buffer;
      },
    },
    o,
  );

  const isEmpty =
    compressed === undefined && pulled.body.length === 0 && pulled.rawBytes === 0 && pulled.groupCount === 0;
  if (isEmpty) return emptyBatch(settings, partition, from, pulled, o);

  const buffers: (PooledBuffer | undefined)[] = [compressed];
  const giveBack = (): void => {
    for (const buffer of buffers) buffer?.giveBack();
  };
  try {
    const list = await nameBroken(answerOf(partition, pulled), async () => {
      const opened = await open(settings, partition, from, pulled, o, buffers);
      checkProgress(from, pulled, opened.groupCount);
      return opened;
    });
    const release = (): void => {
      list.release();
      giveBack();
    };
    const state = await batchState(settings, partition, from, pulled, o);
    return batchOf(settings, partition, from, pulled, { list, state, release });
  } catch (error) {
    giveBack();
    throw error;
  }
}

/** By itself, and with one `release` for all: thousands of idle partitions read little else. */
async function emptyBatch(
  settings: ReadSettings,
  partition: Partition,
  from: Position,
  pulled: PulledLogs,
  o: ReadOptions,
): Promise<DriverBatch> {
  try {
    checkProgress(from, pulled, 0);
  } catch (error) {
    throw brokenAnswer(answerOf(partition, pulled), error);
  }
  const state = await batchState(settings, partition, from, pulled, o);
  return batchOf(settings, partition, from, pulled, { list: noGroups, state, release: nothing });
}

function answerOf({ id }: Partition, pulled: PulledLogs): ReadAnswer {
  return { what: `PullLogs of shard ${id}`, partition: id, requestId: () => pulled.requestId };
}

function batchOf(
  { query }: ReadSettings,
  { id }: Partition,
  from: Position,
  pulled: PulledLogs,
  { list, state, release }: Pick<DriverBatch, 'state' | 'release'> & { readonly list: LogGroupList },
): DriverBatch {
  return {
    partition: id,
    start: from,
    next: toPosition(pulled.nextCursor),
    state,
    records: list.records,
    recordCount: list.recordCount,
    rawBytes: pulled.rawBytes,
    skipped: query === undefined ? passedOver(from, pulled) : undefined,
    servedAtMs: pulled.servedAtMs,
    newestReceivedAtMs: pulled.newestReceivedAtMs,
    release,
  };
}

/** Decompresses into a pooled buffer, which joins `buffers`, and checks the log groups; both in turns of the loop. */
async function open(
  settings: ReadSettings,
  partition: Partition,
  from: Position,
  pulled: PulledLogs,
  { maxBytes, signal }: ReadOptions,
  buffers: (PooledBuffer | undefined)[],
): Promise<LogGroupList> {
  const { rawBytes, body, compression } = pulled;
  // An empty answer has no bytes at all, not an empty block, whatever compression it names.
  const codec = rawBytes === 0 ? none : settings.codecFor(compression);
  if (codec === undefined) {
    throw new ConsumerError(
      'unsupported',
      `PullLogs was answered with the compression ${JSON.stringify(compression?.slice(0, 20))}, which this Node cannot read. Set compression: 'lz4'.`,
    );
  }
  let bytes: Buffer;
  if (codec === none) {
    bytes = none.decompress(body, { rawBytes, maxRawBytes: maxBytes });
  } else {
    const target = (size: number): Buffer => {
      const taken = settings.pool.take(size);
      buffers.push(taken);
      return taken.buffer;
    };
    bytes = await decompressInTurns(codec, body, { rawBytes, maxRawBytes: maxBytes, target });
    buffers[0]?.giveBack();
  }
  const recordId = recordNames(settings, partition, from, pulled);
  return await readLogGroupListInTurns(bytes, { fields: slsFieldMap, recordId, strings: settings.strings }, signal);
}

/**
 * Unfiltered, a record is named by the cursor of its log group, which is the same on every redelivery. With a filter the
 * service does not tell which group a record was in, so the name is good for one read only.
 */
function recordNames(
  { query }: ReadSettings,
  { id }: Partition,
  from: Position,
  { lastCursor, groupCount, nextCursor }: PulledLogs,
): (groupIndex: number, indexInGroup: number) => string {
  const next = decodeCursor(nextCursor);
  const last = lastCursor ?? (next === undefined ? undefined : next - 1n);
  if (query !== undefined || last === undefined) return (group, index) => `${id}@${from}:${group}:${index}`;
  const first = last - BigInt(groupCount) + 1n;
  return (group, index) => `${id}:${first + BigInt(group)}:${index}`;
}

function checkProgress(from: Position, { groupCount, nextCursor }: PulledLogs, found: number): void {
  if (found !== groupCount) {
    throw corrupt('PullLogs', `${found} log groups where x-log-count says ${groupCount}`);
  }
  const moved = nextCursor === from ? 0 : compareCursors(nextCursor, from);
  if (moved === -1) throw corrupt('PullLogs', 'a next cursor that is before the one that was asked for');
  if (groupCount > 0 && moved === 0) {
    throw corrupt('PullLogs', `${groupCount} log groups and a next cursor that has not moved`);
  }
}
