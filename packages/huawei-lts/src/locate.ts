import type { CallOptions, Partition, Position, StartPoint } from '@polylog/core/driver';
import { mapBounded, positionOf } from '@polylog/driver-kit';
import type { LtsConnection } from './wire/connection.js';
import { cursorByTime } from './wire/cursors.js';
import type { StreamRef } from './wire/stream-ref.js';

const CALLS_AT_ONCE = 8;

/** The place of a start point in each of the partitions: one call each. */
export async function locate(
  connection: LtsConnection,
  stream: StreamRef,
  partitions: readonly Partition[],
  start: StartPoint,
  o: CallOptions,
): Promise<ReadonlyMap<string, Position>> {
  const from = timeOf(start, connection.signingClock.now());
  const places = await mapBounded(partitions, CALLS_AT_ONCE, async ({ id }) => {
    const cursor = await cursorByTime(connection, { ...stream, shard: id, from }, o);
    return [id, positionOf(cursor)] as const;
  });
  return new Map(places);
}

const HOUR_MS = 3_600_000;

/**
 * Epoch nanoseconds: what lies before the oldest log kept is its place, and what lies ahead is that of the next write. The
 * service has words for both ("begin", "end"), which the LTS SDK for Go was never seen to send.
 */
function timeOf(start: StartPoint, nowMs: number): bigint {
  if (start === 'earliest') return 1n;
  const epochMs = start === 'latest' ? nowMs + HOUR_MS : start.epochMs;
  return epochMs <= 0 ? 1n : BigInt(Math.floor(epochMs)) * 1_000_000n;
}
