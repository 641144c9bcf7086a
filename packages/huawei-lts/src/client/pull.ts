import type { SendOptions } from '@polylog/driver-kit';
import { LARGEST_ANSWER_BYTES } from '../limits.js';
import { cursorOfPlace } from '../locate.js';
import { READ_RECORDS } from '../options.js';
import { progressOf } from '../progress.js';
import { readJsonLogsInTurns } from '../records/json-logs.js';
import { pullLogs } from '../wire/pull-logs.js';
import type { ShardRef } from '../wire/stream-ref.js';
import { type CursorPlace, cursorIn, placeOf } from './cursors.js';
import type { LtsCalls } from './lts-calls.js';
import { type ShardRequest, shardIn, wholeNumber } from './requests.js';

export interface PullOptions {
  /** Most logs, 1 to 1000; one pull gives some megabytes at most, whatever this says. @defaultValue 1000 */
  readonly count?: number;
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
    /** Where to begin: a place, or a cursor. @defaultValue 'begin' */
    readonly from?: CursorPlace | { readonly cursor: string };
    /** Where to stop, excluded. `end` is where the shard ends when the reading begins. @defaultValue 'end' */
    readonly to?: CursorPlace | { readonly cursor: string };
  };

/** A log as it was pulled. */
export interface PulledLog {
  /** When it happened, as whoever wrote it said: nanoseconds since 1970. */
  readonly timeNs: bigint;
  /** The line; absent of a structured log. */
  readonly text?: string;
  /** All that it says, the line and what the service adds (`__time__`, `lineNum`, …) among it; a value that is no text as its JSON. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What one pull gave. */
export interface PulledBatch {
  readonly logs: readonly PulledLog[];
  /** Where to read next; the same where nothing came. */
  readonly nextCursor: string;
  /** Nothing more waits now: nothing came, or nothing before `endCursor` is left. */
  readonly atEnd: boolean;
  /** Bytes of the answer. */
  readonly rawBytes: number;
}

/** One pull, as plain objects. */
export async function pull(calls: LtsCalls, request: PullRequest, o: SendOptions): Promise<PulledBatch> {
  const ref = shardIn(calls, request);
  const start = cursorIn(request.cursor);
  const end = request.endCursor === undefined ? undefined : cursorIn(request.endCursor, 'endCursor');
  return await pullFrom(calls, { ...ref, start, end, limit: limitIn(request.count) }, o);
}

/** Batch after batch, from a place up to another. Batches without logs are passed over. */
export async function* pullAll(calls: LtsCalls, request: PullAllRequest, o: SendOptions): AsyncGenerator<PulledBatch> {
  const { from = 'begin', to = 'end' } = request;
  const ref = shardIn(calls, request);
  const limit = limitIn(request.count);
  const placed = async (place: NonNullable<PullAllRequest['from']>, name: string): Promise<bigint> =>
    typeof place === 'object' && place !== null && 'cursor' in place
      ? cursorIn(place.cursor, `${name}.cursor`)
      : await cursorOfPlace(calls.connection, ref, placeOf(place, name), o);
  const end = await placed(to, 'to');
  for (let start = await placed(from, 'from'); start < end; ) {
    const batch = await pullFrom(calls, { ...ref, start, end, limit }, o);
    if (batch.logs.length > 0) yield batch;
    const next = cursorIn(batch.nextCursor);
    // Before an end that is passed there is nothing that could still come.
    if (next === start) return;
    start = next;
  }
}

interface Range extends ShardRef {
  readonly start: bigint;
  readonly end: bigint | undefined;
  readonly limit: number;
}

async function pullFrom({ connection }: LtsCalls, range: Range, o: SendOptions): Promise<PulledBatch> {
  if (range.end !== undefined && range.start >= range.end)
    return { logs: [], nextCursor: String(range.start), atEnd: true, rawBytes: 0 };
  const { body } = await pullLogs(connection, { ...range, maxBodyBytes: LARGEST_ANSWER_BYTES }, o);
  const read = await readJsonLogsInTurns(body, { recordId: String }, o.signal);
  const { start: from, end } = range;
  const { next, kind } = progressOf({ from, next: read.next, hasLogs: read.recordCount > 0, end });
  const logs = Array.from(read.records, (record): PulledLog => {
    const text = record.body;
    return { timeNs: record.timeNs, ...(text !== undefined && { text }), labels: record.toObject() };
  });
  return { logs, nextCursor: String(next), atEnd: kind !== 'moved', rawBytes: body.length };
}

function limitIn(count: unknown): number {
  return wholeNumber('count', count, READ_RECORDS);
}
