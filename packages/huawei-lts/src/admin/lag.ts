import type { CallOptions, PartitionLag, Position } from '@polylog/core/driver';
import { corrupt, mapBounded, offsetOf } from '@polylog/driver-kit';
import { cursorTime } from '../wire/cursors.js';
import { groupProgress } from './group-checkpoints.js';
import { keptRange } from './kept-range.js';
import type { LtsLog } from './lts-log.js';

const LOOKUPS_AT_ONCE = 8;
const NS_PER_MS = 1_000_000n;

/** Three requests a shard at most, beside those for the group. */
export async function lag(log: LtsLog, group: string, o: CallOptions): Promise<readonly PartitionLag[]> {
  const { checkpoints, servedAtMs } = await groupProgress(log, group, o);
  return mapBounded([...checkpoints], LOOKUPS_AT_ONCE, ([id, saved]) =>
    lagOf(log, id, { saved: saved?.position, nowMs: servedAtMs }, o),
  );
}

/**
 * In time: the service's now − the receive time of the last log done. A cursor counts nothing, so there is no other measure.
 * The place before a checkpoint is the last log done where a consumer saved it; where a reset to a time did, the service tells
 * of the log behind it, the first that waits.
 */
async function lagOf(
  log: LtsLog,
  shard: string,
  { saved, nowMs }: { readonly saved: Position | undefined; readonly nowMs: number },
  o: CallOptions,
): Promise<PartitionLag> {
  const { begin, end } = await keptRange(log, shard, o);
  if (begin > end) throw corrupt('ShowCursorByTime', 'an oldest log behind the end of its shard');
  const checkpoint = saved === undefined ? undefined : offsetOf(shard, saved);
  const isKept = checkpoint !== undefined && checkpoint >= begin && checkpoint <= end;
  const from = isKept ? checkpoint : begin;
  const since = isKept ? 'checkpoint' : saved === undefined ? 'beginning' : 'lost-checkpoint';
  if (from >= end) return { partition: shard, since, measures: [{ basis: 'time-ms', value: 0 }] };
  const lastDone = from > begin ? from - 1n : begin;
  const doneAtNs = await cursorTime(log.connection, { ...log.ref, shard, cursor: lastDone }, o);
  const behindMs = Math.max(0, nowMs - Number(doneAtNs / NS_PER_MS));
  return { partition: shard, since, measures: [{ basis: 'time-ms', value: behindMs }] };
}
