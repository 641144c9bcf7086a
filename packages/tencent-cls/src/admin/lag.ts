import type { CallOptions, PartitionLag } from '@polylog/core/driver';
import { offsetOf } from '@polylog/driver-kit';
import { type AdminLog, findGroup } from './admin-log.js';
import { groupProgress } from './group-checkpoints.js';
import { keptRanges } from './kept-range.js';

/**
 * In offsets: end − checkpoint. What an offset counts is not documented, and there is no call that tells the time of one.
 */
export async function lag(log: AdminLog, group: string, o: CallOptions): Promise<readonly PartitionLag[]> {
  const { partitions, checkpoints } = await groupProgress(log, await findGroup(log, group, o), o);
  const ranges = await keptRanges(log, partitions, o);
  return partitions.map(({ id }) => {
    const { begin, end } = ranges.get(id)!;
    const saved = checkpoints.get(id);
    const checkpoint = saved?.proven ? offsetOf(id, saved.position) : undefined;
    const isKept = checkpoint !== undefined && checkpoint >= begin && checkpoint <= end;
    return {
      partition: id,
      since: isKept ? 'checkpoint' : checkpoint === undefined ? 'beginning' : 'lost-checkpoint',
      measures: [{ basis: 'offsets', value: end - (isKept ? checkpoint : begin) }],
    };
  });
}
