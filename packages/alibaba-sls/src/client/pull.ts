import { ConsumerError } from '@polylog/core/driver';
import {
  chosenCompression,
  corrupt,
  decodeLogGroupList,
  decompressInTurns,
  type LogGroupInput,
  none,
  type SendOptions,
} from '@polylog/driver-kit';
import type { SlsCompression } from '../options.js';
import { compareCursors } from '../wire/cursor.js';
import { type PulledLogs, pullLogs } from '../wire/pull-logs.js';
import { type CursorPlace, cursorAt, cursorIn } from './cursors.js';
import { type ShardRequest, shardIn, textIn, wholeNumber } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

export interface PullOptions {
  /** Most log groups (not logs), 1 to 1000; one pull gives some megabytes at most, whatever this says. @defaultValue 1000 */
  readonly count?: number;
  /** An SPL filter that the service applies, such as `* | where status = '500'`. */
  readonly query?: string;
  /** @defaultValue that of the client */
  readonly compression?: SlsCompression;
}

export type PullRequest = ShardRequest &
  PullOptions & {
    /** Where to begin, included. */
    readonly cursor: string;
    /** Where to stop, excluded. */
    readonly endCursor?: string;
  };

export type PullAllRequest = ShardRequest &
  PullOptions & {
    /** Where to begin: a place, or a cursor; a time is rounded down to the second. @defaultValue 'begin' */
    readonly from?: CursorPlace | { readonly cursor: string };
    /** Where to stop, excluded; a time is rounded up to the second. `end` is where the shard ends when the reading begins. @defaultValue 'end' */
    readonly to?: CursorPlace | { readonly cursor: string };
  };

/** What one pull gave. */
export interface PulledBatch {
  /** As they were put: what `logs.put` takes as `logGroup`, and tags of the service. */
  readonly logGroups: readonly LogGroupInput[];
  /** Where to read next; with a filter it may move where nothing came. */
  readonly nextCursor: string;
  /** Nothing more waits now. */
  readonly atEnd: boolean;
  /** Bytes before compression. */
  readonly rawBytes: number;
  /** When the last of them was received, to the second, where the service told it. */
  readonly receivedAt?: Date;
}

/** Larger bodies are refused before they are held. */
const LARGEST_BODY = 64 * 1024 * 1024;

/** One pull, as plain objects. */
export async function pull(calls: SlsCalls, request: PullRequest, o: SendOptions): Promise<PulledBatch> {
  const ref = shardIn(request);
  const { compression: option } = request;
  const { compression, codecFor } = option === undefined ? calls.chosen : chosenCompression(option, 'logs.pull');
  const pulled = await pullLogs(
    calls.connection,
    {
      ...ref,
      cursor: cursorIn(request.cursor),
      endCursor: request.endCursor === undefined ? undefined : cursorIn(request.endCursor, 'endCursor'),
      count: wholeNumber('count', request.count, { byDefault: 1000, min: 1, max: 1000 }),
      query: textIn('query', request.query),
      compression,
      maxRawBytes: LARGEST_BODY,
    },
    o,
  );
  const logGroups = decodeLogGroupList(await rawBody(pulled, codecFor));
  if (logGroups.length !== pulled.groupCount)
    throw corrupt('PullLogs', `${logGroups.length} log groups where x-log-count says ${pulled.groupCount}`);
  const { nextCursor, atEnd, rawBytes, newestReceivedAtMs } = pulled;
  return {
    logGroups,
    nextCursor,
    atEnd,
    rawBytes,
    ...(newestReceivedAtMs !== undefined && { receivedAt: new Date(newestReceivedAtMs) }),
  };
}

/** Batch after batch, from a place up to another. Batches without log groups are passed over. */
export async function* pullAll(calls: SlsCalls, request: PullAllRequest, o: SendOptions): AsyncGenerator<PulledBatch> {
  const ref = shardIn(request);
  const { from = 'begin', to = 'end', ...shared } = request;
  const placed = (
    place: NonNullable<PullAllRequest['from']>,
    name: string,
    rounded: (seconds: number) => number,
  ): Promise<string> | string =>
    typeof place === 'object' && place !== null && 'cursor' in place
      ? cursorIn(place.cursor, `${name}.cursor`)
      : cursorAt(calls.connection, ref, place, name, o, rounded);
  const end = await placed(to, 'to', Math.ceil);
  for (let cursor = await placed(from, 'from', Math.floor); isBefore(cursor, end); ) {
    const batch = await pull(calls, { ...shared, cursor, endCursor: end }, o);
    if (batch.logGroups.length > 0) yield batch;
    if (!isBefore(cursor, batch.nextCursor))
      throw corrupt('PullLogs', 'a cursor that does not move before the end that was asked for');
    cursor = batch.nextCursor;
  }
}

function isBefore(cursor: string, end: string): boolean {
  const order = compareCursors(cursor, end);
  if (order !== undefined) return order < 0;
  throw new ConsumerError('position-lost', 'a cursor is not one that the service gives: the Base64 of a number.');
}

async function rawBody(
  { rawBytes, body, compression }: PulledLogs,
  codecFor: SlsCalls['chosen']['codecFor'],
): Promise<Buffer> {
  // An empty answer has no bytes at all, not an empty block, whatever compression it names.
  const codec = rawBytes === 0 ? none : codecFor(compression);
  if (codec !== undefined) return await decompressInTurns(codec, body, { rawBytes, maxRawBytes: LARGEST_BODY });
  throw new ConsumerError(
    'unsupported',
    `PullLogs was answered with the compression ${JSON.stringify(compression?.slice(0, 20))}, which this Node cannot read. Set compression: 'lz4'.`,
  );
}
