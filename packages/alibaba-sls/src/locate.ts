import { type CallOptions, type Position, type StartPoint, toPosition } from '@polylog/core/driver';
import { mapBounded } from '@polylog/driver-kit';
import type { SlsConnection } from './wire/connection.js';
import { getCursor } from './wire/get-cursor.js';
import type { LogstoreRef } from './wire/logstore-ref.js';

const LOOKUPS_AT_ONCE = 8;

/** The place of a start point in each of the shards: one request a shard. */
export async function locate(
  connection: SlsConnection,
  ref: LogstoreRef,
  shards: readonly string[],
  start: StartPoint,
  o: CallOptions,
): Promise<ReadonlyMap<string, Position>> {
  const from = cursorStart(start);
  const found = await mapBounded(shards, LOOKUPS_AT_ONCE, async (shard): Promise<readonly [string, Position]> => {
    return [shard, toPosition(await getCursor(connection, { ...ref, shard, from }, o))];
  });
  return new Map(found);
}

/** Down to the second, so that nothing is missed. */
function cursorStart(start: StartPoint): 'begin' | 'end' | { readonly epochSeconds: number } {
  if (start === 'earliest') return 'begin';
  if (start === 'latest') return 'end';
  return { epochSeconds: Math.max(0, Math.floor(start.epochMs / 1000)) };
}
