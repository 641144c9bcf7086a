import type { CallOptions, GroupCheckpoint } from '@polylog/core/driver';
import { positionOf } from '@polylog/driver-kit';
import { consumerNameOf } from '../consumer-name.js';
import type { ConsumerGroup } from '../wire/consumer-groups.js';
import { describeGroup, type GroupDetail } from '../wire/group-detail.js';
import { listShards } from '../wire/shards.js';
import { findGroup } from './find-group.js';
import type { LtsLog } from './lts-log.js';

/** In whose name checkpoints are written that are nobody's: a commit has to name somebody. */
export const RESET_BY: string = consumerNameOf('polylog-reset');

/** A group, and where it stands. */
export interface GroupProgress {
  readonly info: ConsumerGroup;
  /** Every shard there is, with its checkpoint or `undefined`, in the service's order. */
  readonly checkpoints: ReadonlyMap<string, GroupCheckpoint | undefined>;
  /** The service's time, epoch milliseconds. */
  readonly servedAtMs: number;
}

/**
 * Looks the group up first: with which code the service says that there is none is not published. A checkpoint may be of a
 * shard that is not listed yet.
 */
export async function groupProgress(log: LtsLog, group: string, o: CallOptions): Promise<GroupProgress> {
  const { connection, ref } = log;
  const info = await findGroup(log, group, o);
  const shards = await listShards(connection, ref, o);
  const detail = await describeGroup(connection, { ...ref, group }, o);
  const found = new Map(detail.checkpoints.map((each) => [each.shard, checkpointOf(each)]));
  const ids = [...new Set([...shards, ...found.keys()])];
  return {
    info,
    checkpoints: new Map(ids.map((id) => [id, found.get(id)])),
    servedAtMs: detail.servedAtMs ?? connection.signingClock.now(),
  };
}

function checkpointOf({ cursor, updatedAtMs, savedBy }: GroupDetail['checkpoints'][number]): GroupCheckpoint {
  return {
    position: positionOf(cursor),
    proven: true,
    savedAtMs: updatedAtMs,
    ...(savedBy !== undefined && savedBy !== RESET_BY && { savedBy }),
  };
}
