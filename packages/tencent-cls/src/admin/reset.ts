import {
  type CallOptions,
  ConsumerError,
  type GroupCheckpoint,
  type Partition,
  type Position,
  type ResetReport,
  type ResetRow,
  type ResetSpec,
} from '@polylog/core/driver';
import { offsetOf, positionOf } from '@polylog/driver-kit';
import type { ConsumerGroup } from '../wire/consumer-groups.js';
import { commitConsumerOffsets } from '../wire/offsets.js';
import { partitionOf } from '../wire/partition-id.js';
import type { AdminLog } from './admin-log.js';
import { groupProgress } from './group-checkpoints.js';
import { keptRanges } from './kept-range.js';

/** A commit has to name a member; whether the service asks that it holds the partitions is not documented. */
const RESET_BY = 'polylog-reset';

/** One commit for all rows, which the service takes or refuses as a whole. */
export async function reset(
  log: AdminLog,
  group: ConsumerGroup,
  spec: ResetSpec,
  o: CallOptions,
): Promise<ResetReport> {
  const { partitions, checkpoints } = await groupProgress(log, group, o);
  const targets = await targetsOf(log, spec, partitions, o);
  const rows = [...targets].map(([id, after]) => rowOf(id, checkpoints.get(id), after));
  if (!spec.dryRun && rows.length > 0) {
    const offsets = rows.map(({ partition, after }) => ({
      ...partitionOf(partition),
      offset: offsetOf(partition, after),
    }));
    await commitConsumerOffsets(log.api, { logsetId: log.logsetId, group: group.name, member: RESET_BY, offsets }, o);
  }
  return { dryRun: spec.dryRun, activity: { kind: 'unknown', savedLately: [] }, rows };
}

/** Where each of the named partitions is to stand, in the service's order. Everything is checked here. */
async function targetsOf(
  log: AdminLog,
  { to, partitions: wanted }: ResetSpec,
  all: readonly Partition[],
  o: CallOptions,
): Promise<ReadonlyMap<string, Position>> {
  const positions = typeof to === 'object' && 'positions' in to ? to.positions : undefined;
  const named = positions === undefined ? wanted : Object.keys(positions);
  for (const id of named ?? []) {
    if (all.some((partition) => partition.id === id)) continue;
    throw new ConsumerError(
      'not-found',
      `there is no partition ${JSON.stringify(id)} in the group's topics; there are ${all.map((each) => each.id).join(', ')}.`,
      { partition: id },
    );
  }
  const partitions = all.filter(({ id }) => named === undefined || named.includes(id));
  if (partitions.length === 0) return new Map();
  if (typeof to === 'object' && 'positions' in to) return checkPositions(log, partitions, to.positions, o);
  return log.locate(partitions, to, o);
}

/** The service takes any number as a checkpoint, and refuses it only when a consumer reads from it. */
async function checkPositions(
  log: AdminLog,
  partitions: readonly Partition[],
  positions: Readonly<Record<string, Position>>,
  o: CallOptions,
): Promise<ReadonlyMap<string, Position>> {
  const ranges = await keptRanges(log, partitions, o);
  return new Map(
    partitions.map(({ id }) => {
      const { begin, end } = ranges.get(id)!;
      const offset = offsetOf(id, positions[id]!);
      if (offset >= begin && offset <= end) return [id, positionOf(offset)];
      throw new ConsumerError(
        'position-lost',
        `the position ${offset} is not kept in partition ${id}: it has expired, or is of another partition. Kept is from ${begin} to ${end}.`,
        { partition: id },
      );
    }),
  );
}

function rowOf(partition: string, before: GroupCheckpoint | undefined, after: Position): ResetRow {
  if (before === undefined) return { partition, after, move: 'first' };
  const [from, to] = [offsetOf(partition, before.position), offsetOf(partition, after)];
  return { partition, before, after, move: from === to ? 'nowhere' : from < to ? 'ahead' : 'back' };
}
