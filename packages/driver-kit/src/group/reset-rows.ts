import { ConsumerError, type GroupCheckpoint, type Position, type ResetRow } from '@polylog/core/driver';
import { offsetOf, positionOf } from '../reading/offset-position.js';

/** What a reset is asked for, and what a provider brings to it. */
export interface ResetPlan<To> {
  readonly to: To | { readonly positions: Readonly<Record<string, Position>> };
  /** Ids; absent: all there are. */
  readonly partitions?: readonly string[] | undefined;
  /** Every partition there is, with its checkpoint, in the service's order. */
  readonly checkpoints: ReadonlyMap<string, GroupCheckpoint | undefined>;
  /** For messages: `shard`, and `my-project/my-logstore`. */
  readonly noun: string;
  readonly where: string;
  locate(ids: readonly string[], to: To): Promise<ReadonlyMap<string, Position>>;
  /** The positions as they are to be written. Rejects as `position-lost` for one that is not kept in its partition. */
  check(ids: readonly string[], positions: Readonly<Record<string, Position>>): Promise<ReadonlyMap<string, Position>>;
  /** Below 0 where `after` lies ahead of `before`; undefined where the two cannot be compared. */
  compare(partition: string, before: Position, after: Position): number | undefined;
}

/** Looks up where each of the named partitions is to stand, in the service's order. Everything is checked, nothing is written. */
export async function resetRows<To>(plan: ResetPlan<To>): Promise<readonly ResetRow[]> {
  const { to, partitions, checkpoints } = plan;
  const all = [...checkpoints.keys()];
  const positions = hasPositions(to) ? to.positions : undefined;
  const named = positions === undefined ? partitions : Object.keys(positions);
  for (const id of named ?? []) {
    if (checkpoints.has(id)) continue;
    throw new ConsumerError(
      'not-found',
      `there is no ${plan.noun} ${JSON.stringify(id)} in ${plan.where}; there are ${all.join(', ')}.`,
      { partition: id },
    );
  }
  const ids = all.filter((id) => named === undefined || named.includes(id));
  if (ids.length === 0) return [];
  const targets = await (hasPositions(to) ? plan.check(ids, to.positions) : plan.locate(ids, to));
  return ids.map((id) => rowOf(plan, id, targets.get(id)!));
}

/** The check of a position that is a number. */
export function keptPosition(
  noun: string,
  partition: string,
  position: Position,
  { begin, end }: { readonly begin: bigint; readonly end: bigint },
): Position {
  const offset = offsetOf(partition, position);
  if (offset >= begin && offset <= end) return positionOf(offset);
  throw new ConsumerError(
    'position-lost',
    `the position ${offset} is not kept in ${noun} ${partition}: it has expired, or is of another ${noun}. Kept is from ${begin} to ${end}.`,
    { partition },
  );
}

/** The comparison of positions that are numbers. */
export function compareOffsets(partition: string, before: Position, after: Position): number {
  const [from, to] = [offsetOf(partition, before), offsetOf(partition, after)];
  return from === to ? 0 : from < to ? -1 : 1;
}

function hasPositions<To>(to: ResetPlan<To>['to']): to is { readonly positions: Readonly<Record<string, Position>> } {
  return typeof to === 'object' && to !== null && 'positions' in to;
}

function rowOf<To>({ checkpoints, compare }: ResetPlan<To>, partition: string, after: Position): ResetRow {
  const before = checkpoints.get(partition);
  if (before === undefined) return { partition, after, move: 'first' };
  const order = compare(partition, before.position, after);
  const move = order === undefined ? 'unknown' : order === 0 ? 'nowhere' : order < 0 ? 'ahead' : 'back';
  return { partition, before, after, move };
}
