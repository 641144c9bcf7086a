import type { CallOptions, ResetReport, ResetSpec } from '@polylog/core/driver';
import { compareOffsets, keptPosition, mapBounded, offsetOf, resetRows } from '@polylog/driver-kit';
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

/** One commit for all rows. Whether the service takes all of them or none is not documented. */
export async function reset(log: LtsLog, group: string, spec: LtsResetSpec, o: CallOptions): Promise<ResetReport> {
  const { connection, ref } = log;
  const { to, partitions, dryRun } = spec;
  const progress = await groupProgress(log, group, o);
  const rows = await resetRows<Place>({
    to,
    partitions,
    checkpoints: progress.checkpoints,
    noun: 'shard',
    where: `log stream ${ref.logStreamId}`,
    locate: (ids, place) => locate(connection, ref, ids, place, o),
    // The service takes any number as a checkpoint, and passes over what is not there without a word.
    async check(ids, positions) {
      const checked = await mapBounded(ids, LOOKUPS_AT_ONCE, async (shard) => {
        const position = positions[shard]!;
        // What is no place at all is refused without a question.
        offsetOf(shard, position);
        return [shard, keptPosition('shard', shard, position, await keptRange(log, shard, o))] as const;
      });
      return new Map(checked);
    },
    compare: compareOffsets,
  });
  if (!dryRun && rows.length > 0) {
    const checkpoints = rows.map(({ partition, after }) => ({ shard: partition, cursor: offsetOf(partition, after) }));
    await commitCheckpoints(connection, { ...ref, group, consumer: RESET_BY, checkpoints }, o);
  }
  return { dryRun, activity: activityOf(progress), rows };
}
