import type { CallOptions, Partition, Position, StartPoint } from '@polylog/core/driver';
import { mapBounded, positionOf } from '@polylog/driver-kit';
import type { LtsConnection } from './wire/connection.js';
import { type CursorStart, cursorByTime } from './wire/cursors.js';
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
  const from = cursorStart(start);
  const places = await mapBounded(partitions, CALLS_AT_ONCE, async ({ id }) => {
    const cursor = await cursorByTime(connection, { ...stream, shard: id, from }, o);
    return [id, positionOf(cursor)] as const;
  });
  return new Map(places);
}

/** A time goes by nanoseconds; one before 1970 is before everything. */
function cursorStart(start: StartPoint): CursorStart {
  if (start === 'earliest') return 'begin';
  if (start === 'latest') return 'end';
  return start.epochMs <= 0 ? 'begin' : BigInt(Math.floor(start.epochMs)) * 1_000_000n;
}
