import { type ClientCallOptions, isClientError, type Moment, momentMs, type SendOptions } from '@polylog/driver-kit';
import type { SlsConnection } from '../wire/connection.js';
import { compareCursors, cursorMinus } from '../wire/cursor.js';
import { getCursor } from '../wire/get-cursor.js';
import { getCursorTime } from '../wire/get-cursor-time.js';
import type { ShardRef } from '../wire/logstore-ref.js';
import { invalid, type ShardRequest, shardIn } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/**
 * A place in a shard: the oldest log group kept, the place after the newest, or the first log group received at or after a
 * time (whole seconds, rounded down).
 */
export type CursorPlace = 'begin' | 'end' | Moment;

/** Cursors: places in a shard, as opaque text. One is good for its own shard only, and says nothing about time by itself. */
export interface Cursors {
  get(request: ShardRequest & { readonly at: CursorPlace }, options?: ClientCallOptions): Promise<string>;
  /**
   * When the log group at a cursor was received, to the second; at the end of a shard it is the service's now. A cursor that has
   * expired, or is of another shard, is `position-lost`.
   */
  time(request: ShardRequest & { readonly cursor: string }, options?: ClientCallOptions): Promise<Date>;
  /**
   * The same of the log group before a cursor: of a checkpoint, it is how far a consumer has come. Where that one has expired,
   * that of the oldest kept; where the cursor is behind the end, that of the end.
   */
  previousTime(request: ShardRequest & { readonly cursor: string }, options?: ClientCallOptions): Promise<Date>;
}

export function createCursors({ connection, call }: SlsCalls): Cursors {
  return {
    get: (request, options) =>
      call('cursors.get', options, (o) => cursorAt(connection, shardIn(request), request.at, 'at', o)),
    time: (request, options) =>
      call('cursors.time', options, async (o) => {
        const cursor = cursorIn(request.cursor);
        return dateOf(await getCursorTime(connection, { ...shardIn(request), cursor }, o));
      }),
    previousTime: (request, options) =>
      call('cursors.previousTime', options, (o) =>
        previousTime(connection, { ...shardIn(request), cursor: cursorIn(request.cursor) }, o),
      ),
  };
}

/** `name` is that of the argument, for messages. `rounded`: down where reading begins, up where it ends, so that nothing is missed. */
export async function cursorAt(
  connection: SlsConnection,
  ref: ShardRef,
  place: CursorPlace,
  name: string,
  o: SendOptions,
  rounded: (seconds: number) => number = Math.floor,
): Promise<string> {
  const from = place === 'begin' || place === 'end' ? place : { epochSeconds: secondsAt(place, name, rounded) };
  return await getCursor(connection, { ...ref, from }, o);
}

export async function previousTime(
  connection: SlsConnection,
  { cursor, ...ref }: ShardRef & { readonly cursor: string },
  o: SendOptions,
): Promise<Date> {
  const previous = cursorMinus(cursor, 1n);
  if (previous === undefined)
    throw invalid('cursor is not one that the service gives: the Base64 of a number above 0.');
  const timeAt = async (at: string): Promise<Date> =>
    dateOf(await getCursorTime(connection, { ...ref, cursor: at }, o));
  try {
    return await timeAt(previous);
  } catch (error) {
    if (!isClientError(error) || error.code !== 'position-lost') throw error;
    const begin = await getCursor(connection, { ...ref, from: 'begin' }, o);
    return await timeAt(
      compareCursors(previous, begin) === -1 ? begin : await getCursor(connection, { ...ref, from: 'end' }, o),
    );
  }
}

export function cursorIn(cursor: unknown, name = 'cursor'): string {
  if (typeof cursor === 'string' && cursor !== '') return cursor;
  throw invalid(`${name} is missing. Take it from cursors.get, from a pull, or from a checkpoint.`);
}

function secondsAt(place: Moment, name: string, rounded: (seconds: number) => number): number {
  if (typeof place !== 'object') throw invalid(`${name} is none of "begin", "end", a Date and { epochMs }.`);
  return Math.max(0, rounded(momentMs(place, name) / 1000));
}

const dateOf = (epochSeconds: number): Date => new Date(epochSeconds * 1000);
