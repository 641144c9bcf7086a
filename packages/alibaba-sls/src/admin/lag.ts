import type { CallOptions, PartitionLag, Position } from '@polylog/core/driver';
import { corrupt, mapBounded } from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { decodeCursor, encodeCursor } from '../wire/cursor.js';
import { getCursor } from '../wire/get-cursor.js';
import { getCursorTime } from '../wire/get-cursor-time.js';
import { groupCheckpoints } from './group-checkpoints.js';
import type { SlsLog } from './sls-log.js';

const LOOKUPS_AT_ONCE = 8;

export async function lag(log: SlsLog, group: string, o: CallOptions): Promise<readonly PartitionLag[]> {
  const checkpoints = await groupCheckpoints(log, group, o);
  return mapBounded([...checkpoints], LOOKUPS_AT_ONCE, ([id, saved]) => lagOf(log, id, saved?.position, o));
}

/**
 * In log groups: end − checkpoint, on the cursors' numbers. In time: that of the end (the service's now) − that of the
 * last group done, in whole seconds (SLS API reference, cursors). Two to four requests a shard.
 */
async function lagOf(log: SlsLog, shard: string, saved: Position | undefined, o: CallOptions): Promise<PartitionLag> {
  const { connection, ref } = log;
  // The oldest first: the newest only grows, so that a checkpoint between them is never taken for lost.
  const begin = await cursorNumber(log, shard, 'begin', o);
  const end = await cursorNumber(log, shard, 'end', o);
  if (begin > end) throw corrupt('GetCursor', 'an oldest log group behind the end of its shard');
  const checkpoint = saved === undefined ? undefined : decodeCursor(saved);
  const isKept = checkpoint !== undefined && checkpoint >= begin && checkpoint <= end;
  const from = isKept ? checkpoint : begin;
  const since = isKept ? 'checkpoint' : saved === undefined ? 'beginning' : 'lost-checkpoint';
  const groups = { basis: 'log-groups', value: end - from } as const;
  if (from >= end) return { partition: shard, since, measures: [groups, { basis: 'time-ms', value: 0 }] };
  const lastDone = from > begin ? from - 1n : begin;
  try {
    const doneAt = await getCursorTime(connection, { ...ref, shard, cursor: encodeCursor(lastDone) }, o);
    const endAt = await getCursorTime(connection, { ...ref, shard, cursor: encodeCursor(end) }, o);
    const behindMs = Math.max(0, endAt - doneAt) * 1000;
    return { partition: shard, since, measures: [groups, { basis: 'time-ms', value: behindMs }] };
  } catch (error) {
    o.signal.throwIfAborted();
    // It expired since the look at the beginning: there is no time to ask for.
    if (classify(error).code === 'position-lost') return { partition: shard, since, measures: [groups] };
    throw error;
  }
}

async function cursorNumber(
  { connection, ref }: SlsLog,
  shard: string,
  from: 'begin' | 'end',
  o: CallOptions,
): Promise<bigint> {
  const number = decodeCursor(await getCursor(connection, { ...ref, shard, from }, o));
  if (number !== undefined) return number;
  throw corrupt('GetCursor', 'a cursor that is not the Base64 of a number');
}
