import type { CallOptions, CheckpointRow, GroupCheckpoint, Partition } from '@polylog/core/driver';
import { positionOf } from '@polylog/driver-kit';
import { committedOffsets } from '../committed-offsets.js';
import type { ConsumerGroup } from '../wire/consumer-groups.js';
import { partitionId, partitionOf } from '../wire/partition-id.js';
import { type AdminLog, findGroup, partitionsOfGroup } from './admin-log.js';

export interface GroupProgress {
  /** All partitions of the group, in the service's order. */
  readonly partitions: readonly Partition[];
  readonly checkpoints: ReadonlyMap<string, GroupCheckpoint>;
}

/** Where a group stands. Neither when a checkpoint was saved nor by whom is told. */
export async function groupProgress(log: AdminLog, group: ConsumerGroup, o: CallOptions): Promise<GroupProgress> {
  const { readOffsets, places, logsetId } = log;
  const partitions = await partitionsOfGroup(log, group, o);
  const checkpoints = new Map<string, GroupCheckpoint>();
  for (const part of readOffsets.partsOf(partitions.map(({ id }) => partitionOf(id)))) {
    const committed = await committedOffsets(part.map(partitionId), {
      fetched: (from) => readOffsets.read({ logsetId, group: group.name, partitions: part, from }, o),
      listed: (from) => places(part, from, o),
    });
    for (const [id, { offset, proven }] of committed) checkpoints.set(id, { position: positionOf(offset), proven });
  }
  return { partitions, checkpoints };
}

export async function listCheckpoints(log: AdminLog, group: string, o: CallOptions): Promise<readonly CheckpointRow[]> {
  const { partitions, checkpoints } = await groupProgress(log, await findGroup(log, group, o), o);
  return partitions.map(({ id }) => {
    const checkpoint = checkpoints.get(id);
    return { partition: id, ...(checkpoint && { checkpoint }) };
  });
}
