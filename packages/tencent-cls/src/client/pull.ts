import type { StartPoint } from '@polylog/core/driver';
import {
  type ClsLogGroup,
  corrupt,
  decodeClsLogGroupList,
  type Moment,
  momentMs,
  type SendOptions,
} from '@polylog/driver-kit';
import { READ_BYTES } from '../options.js';
import { offsetEnd, offsetStart } from '../places.js';
import { progressOf } from '../progress.js';
import { boundOf } from '../pull-bound.js';
import type { OffsetStart } from '../wire/offsets.js';
import { openPullBody } from '../wire/pull-body.js';
import { pullLog, pullSize } from '../wire/pull-log.js';
import type { ClsCalls } from './cls-calls.js';
import { type OffsetPlace, offsetAt, startPointOf } from './offsets.js';
import {
  type LogsetRequest,
  logsetIn,
  offsetIn,
  type PartitionRequest,
  type PlacesRequest,
  partitionIn,
  placesGroupIn,
  textIn,
  wholeNumber,
} from './requests.js';

export interface PullOptions {
  /** How much to ask for, in bytes of log groups, at most 10 MiB; one log group comes in any case. @defaultValue 2_097_152 */
  readonly maxBytes?: number;
  /** A filter that the service applies, in its language for data processing: `log_keep(op_eq(v("status"), "500"))`. */
  readonly query?: string;
}

export type PullRequest = PartitionRequest &
  PullOptions & {
    /** Where to begin, included. One that is not kept, or behind the end, is `position-lost`. */
    readonly offset: bigint;
    /** Only what was received before that time, rounded up to the second. */
    readonly until?: Moment;
  };

export type PullAllRequest = LogsetRequest &
  PartitionRequest &
  PlacesRequest &
  PullOptions & {
    /** Where to begin; a time is rounded down to the second. @defaultValue 'begin' */
    readonly from?: OffsetPlace | { readonly offset: bigint };
    /**
     * Where to stop; a time is rounded up to the second. `end` is where the partition ends when the reading begins. What stands behind it may come along in the
     * last batch, whose log groups tell no offsets; not so with a time.
     * @defaultValue 'end'
     */
    readonly to?: OffsetPlace | { readonly offset: bigint };
  };

/** What one pull gave. */
export interface PulledBatch {
  /** As they were put: what `logs.put` takes as `logGroups`. */
  readonly logGroups: readonly ClsLogGroup[];
  /** Where to read next; with a filter it may move where nothing came. */
  readonly nextOffset: bigint;
  /** Nothing more waits now. */
  readonly atEnd: boolean;
  /** With `until`: nothing before that time is left. The offset then stays as it was, and is not to be read from again. */
  readonly ended: boolean;
  /** Bytes of the log groups. */
  readonly rawBytes: number;
}

/** Larger answers are refused before they are held. */
const LARGEST_BODY = 64 * 1024 * 1024;

/** One pull, as plain objects. */
export async function pull({ connection }: ClsCalls, request: PullRequest, o: SendOptions): Promise<PulledBatch> {
  const ref = partitionIn(request);
  const startOffset = offsetIn(request.offset);
  const until = request.until === undefined ? undefined : momentMs(request.until, 'until');
  const pulled = await pullLog(
    connection,
    {
      ...ref,
      startOffset,
      endSeconds: until === undefined ? undefined : Math.ceil(until / 1000),
      sizeBytes: wholeNumber('maxBytes', request.maxBytes, READ_BYTES),
      query: textIn('query', request.query),
      maxRawBytes: LARGEST_BODY,
      onHead: async (head) => {
        pullSize(head, LARGEST_BODY);
        return undefined;
      },
    },
    o,
  );
  const { signal } = o;
  const answer = await openPullBody(pulled.body, { maxRawBytes: LARGEST_BODY, target: Buffer.allocUnsafe, signal });
  const { next, kind } = progressOf({
    from: startOffset,
    nextOffset: BigInt(answer.nextOffset),
    hasGroups: answer.groupCount > 0,
    bound: boundOf(until, pulled.servedAtMs ?? connection.signingClock.now()),
    end: undefined,
  });
  return {
    logGroups: decodeClsLogGroupList(answer.logGroups),
    nextOffset: next,
    atEnd: kind !== 'moved',
    ended: kind === 'ended',
    rawBytes: answer.logGroups.length,
  };
}

/** Batch after batch, from a place up to another. Batches without log groups are passed over. */
export async function* pullAll(calls: ClsCalls, request: PullAllRequest, o: SendOptions): AsyncGenerator<PulledBatch> {
  const ref = { ...logsetIn(request), ...partitionIn(request), ...placesGroupIn(request) };
  const { from = 'begin', to = 'end', ...shared } = request;
  const placed = (
    place: NonNullable<PullAllRequest['from']>,
    name: string,
    rounded: (point: StartPoint) => OffsetStart,
  ): Promise<bigint> | bigint =>
    typeof place === 'object' && place !== null && 'offset' in place
      ? offsetIn(place.offset, `${name}.offset`)
      : offsetAt(calls, ref, rounded(startPointOf(place, name)), o);
  const end = await placed(to, 'to', offsetEnd);
  const until = typeof to === 'object' && !('offset' in to) ? { until: to } : {};
  for (let offset = await placed(from, 'from', offsetStart); offset < end; ) {
    const batch = await pull(calls, { ...shared, ...until, offset }, o);
    if (batch.logGroups.length > 0) yield batch;
    if (batch.ended) return;
    if (batch.nextOffset <= offset)
      throw corrupt('PullLog', 'an offset that does not move before the end that was asked for');
    offset = batch.nextOffset;
  }
}
