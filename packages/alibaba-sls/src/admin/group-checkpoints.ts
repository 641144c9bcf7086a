import { type CallOptions, type GroupCheckpoint, toPosition } from '@polylog/core/driver';
import { getCheckpoints } from '../wire/checkpoints.js';
import { groupName } from '../wire/names.js';
import type { SlsLog } from './sls-log.js';

/**
 * Every shard there is, with its checkpoint or `undefined`, in the order of the ids. A missing group is refused by the
 * service: GetCheckPoint lists all shards of an existing one.
 */
export async function groupCheckpoints(
  { connection, ref }: SlsLog,
  group: string,
  o: CallOptions,
): Promise<ReadonlyMap<string, GroupCheckpoint | undefined>> {
  const found = await getCheckpoints(connection, { ...ref, group: groupName(group, 'group') }, o);
  const byId = [...found].sort((a, b) => Number(a.shard) - Number(b.shard));
  return new Map(
    byId.map(({ shard, cursor, updatedAtMicroseconds, savedBy }) => {
      if (cursor === '') return [shard, undefined];
      const checkpoint: GroupCheckpoint = {
        position: toPosition(cursor),
        proven: true,
        ...(updatedAtMicroseconds !== undefined && { savedAtMs: Math.floor(updatedAtMicroseconds / 1000) }),
        ...(savedBy !== '' && { savedBy }),
      };
      return [shard, checkpoint];
    }),
  );
}
