import {
  type CallOptions,
  ConsumerError,
  type Position,
  type ResetReport,
  type ResetRow,
  type ResetSpec,
  type StartPoint,
} from '@polylog/core/driver';
import { mapBounded, resetRows } from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { locate } from '../locate.js';
import { forceCheckpoint } from '../wire/checkpoints.js';
import { compareCursors } from '../wire/cursor.js';
import { getCursor } from '../wire/get-cursor.js';
import { groupCheckpoints } from './group-checkpoints.js';
import { activityOf, findGroup } from './groups.js';
import type { SlsLog } from './sls-log.js';

const WRITES_AT_ONCE = 8;

export async function reset(log: SlsLog, group: string, spec: ResetSpec, o: CallOptions): Promise<ResetReport> {
  const checkpoints = await groupCheckpoints(log, group, o);
  const { info, servedAtMs } = await findGroup(log, group, o);
  const activity = activityOf(checkpoints, info.sessionTimeoutMs, servedAtMs);
  const rows = await resetRows<StartPoint>({
    to: spec.to,
    partitions: spec.partitions,
    checkpoints,
    noun: 'shard',
    where: `${log.ref.project}/${log.ref.logstore}`,
    locate: (ids, to) => locate(log.connection, log.ref, ids, to, o),
    check: (ids, positions) => checkPositions(log, ids, positions, o),
    // Numbers of one shard compare even where the old one has expired.
    compare: (_, before, after) => compareCursors(before, after),
  });
  if (!spec.dryRun) await write(log, group, rows, o);
  return { dryRun: spec.dryRun, activity, rows };
}

/** The service takes any cursor as a checkpoint, and refuses it only when a consumer reads from it. */
async function checkPositions(
  { connection, ref }: SlsLog,
  ids: readonly string[],
  positions: Readonly<Record<string, Position>>,
  o: CallOptions,
): Promise<ReadonlyMap<string, Position>> {
  const checked = await mapBounded(ids, WRITES_AT_ONCE, async (shard) => {
    const position = positions[shard]!;
    const begin = await getCursor(connection, { ...ref, shard, from: 'begin' }, o);
    const end = await getCursor(connection, { ...ref, shard, from: 'end' }, o);
    const fromBegin = compareCursors(begin, position);
    const toEnd = compareCursors(position, end);
    if (fromBegin !== undefined && fromBegin <= 0 && toEnd !== undefined && toEnd <= 0)
      return [shard, position] as const;
    throw new ConsumerError(
      'position-lost',
      `the position ${JSON.stringify(position)} is not kept in shard ${shard}: it has expired, is of another shard, or is no cursor. Kept is from "${begin}" to "${end}".`,
      { partition: shard },
    );
  });
  return new Map(checked);
}

/** Writes all rows, also after one has failed: the more is done, the less is left for the next try. */
async function write(
  { connection, ref }: SlsLog,
  group: string,
  rows: readonly ResetRow[],
  o: CallOptions,
): Promise<void> {
  const failed = await mapBounded(rows, WRITES_AT_ONCE, async ({ partition, after }) => {
    try {
      await forceCheckpoint(connection, { ...ref, group, shard: partition, cursor: after }, o);
      return undefined;
    } catch (error) {
      o.signal.throwIfAborted();
      return { partition, error, failure: classify(error) };
    }
  });
  const failures = failed.filter((each) => each !== undefined);
  const [first] = failures;
  if (first === undefined) return;
  const missing = failures.map(({ partition }) => partition);
  const written = rows.map(({ partition }) => partition).filter((id) => !missing.includes(id));
  const { partition, error, failure } = first;
  throw new ConsumerError(
    failure.code,
    `the reset of ${JSON.stringify(group)} is incomplete: written ${written.join(', ') || 'none'}; not written ${missing.join(', ')}. Do it again. Shard ${partition}: ${failure.message}`,
    { cause: error, partition, requestId: failure.requestId, retryAfterMs: failure.retryAfterMs },
  );
}
