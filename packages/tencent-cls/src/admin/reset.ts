import type { CallOptions, Partition, ResetReport, ResetSpec, StartPoint } from '@polylog/core/driver';
import { compareOffsets, keptPosition, offsetOf, resetRows } from '@polylog/driver-kit';
import type { ConsumerGroup } from '../wire/consumer-groups.js';
import { commitConsumerOffsets } from '../wire/offsets.js';
import { partitionOf } from '../wire/partition-id.js';
import type { AdminLog } from './admin-log.js';
import { groupProgress } from './group-checkpoints.js';
import { keptRanges } from './kept-range.js';

/** A commit has to name a member; whether the service asks that it holds the partitions is not documented. */
const RESET_BY = 'polylog-reset';

/** One commit for all rows. Whether the service takes all of them or none is not documented. */
export async function reset(
  log: AdminLog,
  group: ConsumerGroup,
  spec: ResetSpec,
  o: CallOptions,
): Promise<ResetReport> {
  const { partitions, checkpoints } = await groupProgress(log, group, o);
  const named = (ids: readonly string[]): readonly Partition[] => partitions.filter(({ id }) => ids.includes(id));
  const rows = await resetRows<StartPoint>({
    to: spec.to,
    partitions: spec.partitions,
    checkpoints: new Map(partitions.map(({ id }) => [id, checkpoints.get(id)])),
    noun: 'partition',
    where: 'the group’s topics',
    locate: (ids, to) => log.locate(named(ids), to, o),
    // The service takes any number as a checkpoint, and refuses it only when a consumer reads from it.
    async check(ids, positions) {
      const ranges = await keptRanges(log, named(ids), o);
      return new Map(ids.map((id) => [id, keptPosition('partition', id, positions[id]!, ranges.get(id)!)]));
    },
    compare: compareOffsets,
  });
  if (!spec.dryRun && rows.length > 0) {
    const offsets = rows.map(({ partition, after }) => ({
      ...partitionOf(partition),
      offset: offsetOf(partition, after),
    }));
    await commitConsumerOffsets(log.api, { logsetId: log.logsetId, group: group.name, member: RESET_BY, offsets }, o);
  }
  return { dryRun: spec.dryRun, activity: { kind: 'unknown', savedLately: [] }, rows };
}
