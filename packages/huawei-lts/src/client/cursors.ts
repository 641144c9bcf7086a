import { type ClientCallOptions, type RecordTime, shown } from '@polylog/driver-kit';
import { cursorOfPlace, type Place } from '../locate.js';
import { MOST_CURSOR } from '../wire/cursor.js';
import { cursorTime } from '../wire/cursors.js';
import type { LtsCalls } from './lts-calls.js';
import { epochNsIn, invalid, type ShardRequest, shardIn } from './requests.js';

/**
 * A place in a shard: the oldest log kept, the place after the newest, or the first log received at or after a time, to the
 * nanosecond where it is told so.
 */
export type CursorPlace = 'begin' | 'end' | RecordTime;

/**
 * Cursors: places in a shard, as text: whole numbers of 64 bits in decimal, which no number of JavaScript holds. One is good for
 * its own shard only.
 */
export interface Cursors {
  get(request: ShardRequest & { readonly at: CursorPlace }, options?: ClientCallOptions): Promise<string>;
  /**
   * When the log at a cursor was received, or the first one behind it, in milliseconds; at the end of a shard it is the service's
   * now. A cursor that has expired, or is of another shard, is not refused.
   */
  time(request: ShardRequest & { readonly cursor: string }, options?: ClientCallOptions): Promise<Date>;
  /** The same in nanoseconds since 1970, exactly as the service has it. */
  timeNs(request: ShardRequest & { readonly cursor: string }, options?: ClientCallOptions): Promise<bigint>;
  /** The same of the place before a cursor: of a checkpoint, it is how far a consumer has come. */
  previousTime(request: ShardRequest & { readonly cursor: string }, options?: ClientCallOptions): Promise<Date>;
}

export function createCursors(calls: LtsCalls): Cursors {
  const { connection, call } = calls;
  return {
    get: (request, options) =>
      call('cursors.get', options, async (o) => {
        const ref = shardIn(calls, request);
        return String(await cursorOfPlace(connection, ref, placeOf(request.at, 'at'), o));
      }),
    time: (request, options) =>
      call('cursors.time', options, async (o) => {
        const ref = shardIn(calls, request);
        return dateOf(await cursorTime(connection, { ...ref, cursor: cursorIn(request.cursor) }, o));
      }),
    timeNs: (request, options) =>
      call('cursors.timeNs', options, async (o) => {
        const ref = shardIn(calls, request);
        return await cursorTime(connection, { ...ref, cursor: cursorIn(request.cursor) }, o);
      }),
    previousTime: (request, options) =>
      call('cursors.previousTime', options, async (o) => {
        const ref = shardIn(calls, request);
        return dateOf(await cursorTime(connection, { ...ref, cursor: before(cursorIn(request.cursor)) }, o));
      }),
  };
}

/** A place in the service's words, in those of the group admin. `name` is that of the argument, for messages. */
export function placeOf(place: CursorPlace, name: string): Place {
  if (place === 'begin') return 'earliest';
  if (place === 'end') return 'latest';
  if (typeof place === 'object' && place !== null) return { timeNs: epochNsIn(place, name) };
  throw invalid(`${name} is ${shown(place)}; allowed: "begin", "end", a Date, { epochMs } or { timeNs: bigint }.`);
}

export function cursorIn(cursor: unknown, name = 'cursor'): bigint {
  const number = typeof cursor === 'string' && /^\d{1,19}$/.test(cursor) ? BigInt(cursor) : undefined;
  if (number !== undefined && number <= MOST_CURSOR) return number;
  throw invalid(
    `${name} is ${cursor === undefined ? 'missing' : shown(cursor)}; allowed: text, a whole number from 0 to 2^63 - 1. Take it from cursors.get, from a pull, or from a checkpoint.`,
  );
}

export const before = (cursor: bigint): bigint => (cursor > 0n ? cursor - 1n : cursor);

export function dateOf(timeNs: bigint): Date {
  return new Date(Number(timeNs / 1_000_000n));
}
