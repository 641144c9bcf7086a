import type { CallOptions, Position, StartPoint } from '@polylog/core/driver';
import { mapBounded, positionOf } from '@polylog/driver-kit';
import type { LtsConnection } from './wire/connection.js';
import { MOST_CURSOR } from './wire/cursor.js';
import { cursorByTime } from './wire/cursors.js';
import type { ShardRef, StreamRef } from './wire/stream-ref.js';

/** A start point, or a time of receipt to the nanosecond. */
export type Place = StartPoint | { readonly timeNs: bigint };

const CALLS_AT_ONCE = 8;

/** The place of a start point in each of the shards: one call each. */
export async function locate(
  connection: LtsConnection,
  stream: StreamRef,
  shards: readonly string[],
  place: Place,
  o: CallOptions,
): Promise<ReadonlyMap<string, Position>> {
  const places = await mapBounded(shards, CALLS_AT_ONCE, async (shard) => {
    const cursor = await cursorOfPlace(connection, { ...stream, shard }, place, o);
    return [shard, positionOf(cursor)] as const;
  });
  return new Map(places);
}

/** The same in one shard. */
export async function cursorOfPlace(
  connection: LtsConnection,
  ref: ShardRef,
  place: Place,
  o: CallOptions,
): Promise<bigint> {
  const from = timeOf(place, connection.signingClock.now());
  return await cursorByTime(connection, { ...ref, from }, o);
}

const HOUR_MS = 3_600_000;

/**
 * Epoch nanoseconds: what lies before the oldest log kept is its place, and what lies ahead is that of the next write. The
 * service has words for both ("begin", "end"), which the LTS SDK for Go was never seen to send.
 */
function timeOf(place: Place, nowMs: number): bigint {
  if (typeof place === 'object' && 'timeNs' in place) return within(place.timeNs);
  if (place === 'earliest') return 1n;
  const epochMs = place === 'latest' ? nowMs + HOUR_MS : place.epochMs;
  return within(BigInt(Math.floor(epochMs)) * 1_000_000n);
}

function within(timeNs: bigint): bigint {
  if (timeNs < 1n) return 1n;
  return timeNs > MOST_CURSOR ? MOST_CURSOR : timeNs;
}
