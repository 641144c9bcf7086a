import {
  type CallOptions,
  ConsumerError,
  type GroupCheckpoint,
  type Position,
  type ResetReport,
  type ResetRow,
  type ResetSpec,
} from '@polylog/core/driver';
import { mapBounded, offsetOf, positionOf } from '@polylog/driver-kit';
import { locate, type Place } from '../locate.js';
import { commitCheckpoints } from '../wire/commit-checkpoints.js';
import { groupProgress, RESET_BY } from './group-checkpoints.js';
import { activityOf } from './groups.js';
import { keptRange } from './kept-range.js';
import type { LtsLog } from './lts-log.js';

/** As core has it, and a place told in nanoseconds. */
export interface LtsResetSpec {
  readonly dryRun: boolean;
  readonly to: ResetSpec['to'] | Place;
  readonly partitions?: readonly string[];
}

const LOOKUPS_AT_ONCE = 8;

/** One commit for all rows, which the service takes or refuses as a whole. */
export async function reset(log: LtsLog, group: string, spec: LtsResetSpec, o: CallOptions): Promise<ResetReport> {
  const progress = await groupProgress(log, group, o);
  const { checkpoints } = progress;
  const targets = await targetsOf(log, spec, [...checkpoints.keys()], o);
  const rows = [...targets].map(([id, after]) => rowOf(id, checkpoints.get(id), after));
  if (!spec.dryRun && rows.length > 0) {
    const places = rows.map(({ partition, after }) => ({ shard: partition, cursor: offsetOf(partition, after) }));
    await commitCheckpoints(log.connection, { ...log.ref, group, consumer: RESET_BY, checkpoints: places }, o);
  }
  return { dryRun: spec.dryRun, activity: activityOf(progress), rows };
}

/** Where each of the named shards is to stand, in the service's order. Everything is checked here. */
async function targetsOf(
  log: LtsLog,
  { to, partitions }: LtsResetSpec,
  all: readonly string[],
  o: CallOptions,
): Promise<ReadonlyMap<string, Position>> {
  const positions = typeof to === 'object' && 'positions' in to ? to.positions : undefined;
  const named = positions === undefined ? partitions : Object.keys(positions);
  for (const id of named ?? []) {
    if (all.includes(id)) continue;
    throw new ConsumerError(
      'not-found',
      `there is no shard ${JSON.stringify(id)} in log stream ${log.ref.logStreamId}; there are ${all.join(', ')}.`,
      { partition: id },
    );
  }
  const ids = all.filter((id) => named === undefined || named.includes(id));
  if (typeof to === 'object' && 'positions' in to) return checkPositions(log, ids, to.positions, o);
  return locate(log.connection, log.ref, ids, to, o);
}

/** The service takes any number as a checkpoint, and passes over what is not there without a word. */
async function checkPositions(
  log: LtsLog,
  ids: readonly string[],
  positions: Readonly<Record<string, Position>>,
  o: CallOptions,
): Promise<ReadonlyMap<string, Position>> {
  const checked = await mapBounded(ids, LOOKUPS_AT_ONCE, async (shard) => {
    const cursor = offsetOf(shard, positions[shard]!);
    const { begin, end } = await keptRange(log, shard, o);
    if (cursor >= begin && cursor <= end) return [shard, positionOf(cursor)] as const;
    throw new ConsumerError(
      'position-lost',
      `the position ${cursor} is not kept in shard ${shard}: it has expired, or is of another shard. Kept is from ${begin} to ${end}.`,
      { partition: shard },
    );
  });
  return new Map(checked);
}

function rowOf(partition: string, before: GroupCheckpoint | undefined, after: Position): ResetRow {
  if (before === undefined) return { partition, after, move: 'first' };
  const [from, to] = [offsetOf(partition, before.position), offsetOf(partition, after)];
  return { partition, before, after, move: from === to ? 'nowhere' : from < to ? 'ahead' : 'back' };
}
