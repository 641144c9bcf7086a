import type { GroupActivity } from '@polylog/core/driver';
import { type ClientCallOptions, type Listing, offsetOf, type SendOptions, wholePage } from '@polylog/driver-kit';
import { type AdminLog, createAdminLog } from '../admin/admin-log.js';
import { groupProgress } from '../admin/group-checkpoints.js';
import { reset } from '../admin/reset.js';
import { refusePlacesGroup } from '../places.js';
import type { ConsumerGroup } from '../wire/consumer-groups.js';
import { memberName } from '../wire/names.js';
import { commitConsumerOffsets, type PartitionOffset } from '../wire/offsets.js';
import { partitionId, partitionOf } from '../wire/partition-id.js';
import type { ClsCalls } from './cls-calls.js';
import { findConsumerGroup, partitionsIn } from './consumer-groups.js';
import { type OffsetPlace, startPointOf } from './offsets.js';
import {
  type GroupRequest,
  groupIn,
  invalid,
  type LogsetRequest,
  offsetIn,
  type PartitionRequest,
  type PlacesRequest,
  partitionIn,
  placesGroupIn,
} from './requests.js';

/** Where a consumer group stands in a partition. When it was saved, and by whom, the service does not tell. */
export interface Checkpoint extends PartitionRequest {
  /** Where to read next: everything before it is done. Absent where nothing was saved. */
  readonly offset?: bigint;
  /** False: the partition is empty, and this may be the service's fallback and no checkpoint. */
  readonly proven?: boolean;
}

export interface ResetToRequest extends GroupRequest, PlacesRequest {
  /** The oldest kept, the place behind the newest, or a time of receipt, rounded down to the second. */
  readonly to: OffsetPlace;
  /** Only these partitions. @defaultValue all of the group's topics */
  readonly partitions?: readonly PartitionRequest[];
  /**
   * True: look, and write no checkpoint; the group in whose name places are asked for is still created where it is missing
   * (CreateConsumerGroup). It has no default: a misspelt one must not write.
   */
  readonly dryRun: boolean;
}

/** What a reset did, or would do. */
export interface CheckpointReset {
  readonly dryRun: boolean;
  /**
   * As a `GroupAdmin` tells it: always `unknown`, with nobody in `savedLately`, for the service tells neither who is in a group
   * nor who has saved. A member that is alive overwrites the reset with its next commit: stop all members first.
   */
  readonly activity: GroupActivity;
  readonly rows: readonly CheckpointResetRow[];
}

export interface CheckpointResetRow extends PartitionRequest {
  /** The offset that is there; absent where there is none. */
  readonly before?: bigint;
  readonly after: bigint;
  readonly move: 'first' | 'ahead' | 'back' | 'nowhere' | 'unknown';
}

export interface CommitRequest extends GroupRequest {
  /** Any number, of any of the group's topics, in one request. Whether the service takes all of them or none is not documented. */
  readonly offsets: readonly PartitionOffset[];
  /** In whose name. Whether the service asks that this member holds the partitions is not documented. @defaultValue 'polylog-client' */
  readonly member?: string;
}

/** Where a consumer group stands, partition by partition. */
export interface Checkpoints {
  /** Of all partitions of the group's topics, also of those without one. */
  list(request: GroupRequest & PlacesRequest, options?: ClientCallOptions): Listing<Checkpoint>;
  /** Of one partition; `undefined` where nothing was saved. */
  get(
    request: GroupRequest & PartitionRequest & PlacesRequest,
    options?: ClientCallOptions,
  ): Promise<Checkpoint | undefined>;
  /** Stores one, whoever holds the partition: a member that is alive goes on from where it is, and overwrites it. */
  set(
    request: GroupRequest & PartitionRequest & { readonly offset: bigint; readonly member?: string },
    options?: ClientCallOptions,
  ): Promise<void>;
  /** Stores many in one call. */
  commit(request: CommitRequest, options?: ClientCallOptions): Promise<void>;
  /**
   * Moves a group to a place in all partitions. Everything is looked up before anything is written, and `dryRun: true` ends
   * there. Stop all members first. It is one commit, under the name `polylog-reset`; whether the service takes
   * all of it or none is not documented.
   */
  resetTo(request: ResetToRequest, options?: ClientCallOptions): Promise<CheckpointReset>;
}

const COMMITTED_BY = 'polylog-client';

export function createCheckpoints(calls: ClsCalls): Checkpoints {
  const { connection, call } = calls;
  return {
    list: (request, options) =>
      calls.list('checkpoints.list', options, 0, async (_, o) =>
        wholePage(await checkpointsOf(calls, { ...groupIn(request), ...placesGroupIn(request) }, o)),
      ),
    get: (request, options) =>
      call('checkpoints.get', options, async (o) => {
        const { topicId, partition } = partitionIn(request);
        const all = await checkpointsOf(calls, { ...groupIn(request), ...placesGroupIn(request) }, o);
        const found = all.find((each) => each.topicId === topicId && each.partition === partition);
        return found?.offset === undefined ? undefined : found;
      }),
    set: (request, options) =>
      call('checkpoints.set', options, (o) => {
        const offsets = [{ ...partitionIn(request), offset: request.offset }];
        return commit(calls, { ...request, offsets }, o);
      }),
    commit: (request, options) => call('checkpoints.commit', options, (o) => commit(calls, request, o)),
    resetTo: (request, options) =>
      call('checkpoints.resetTo', options, async (o) => {
        const { logsetId, group } = writableGroupIn(request);
        const { to, partitions, dryRun } = request;
        if (typeof dryRun !== 'boolean') throw invalid('dryRun is missing; allowed: true to look, false to write.');
        const spec = {
          to: startPointOf(to, 'to'),
          dryRun,
          ...(partitions !== undefined && { partitions: partitionsIn(partitions, 'partitions').map(partitionId) }),
        };
        const found = await findConsumerGroup(connection, { logsetId, group }, o);
        const log = adminLogOf(calls, found, { logsetId, ...placesGroupIn(request) });
        const { activity, rows } = await reset(log, found, spec, o);
        return {
          dryRun,
          activity,
          rows: rows.map(({ partition, before, after, move }) => ({
            ...partitionOf(partition),
            ...(before !== undefined && { before: offsetOf(partition, before.position) }),
            after: offsetOf(partition, after),
            move,
          })),
        };
      }),
  };
}

function adminLogOf(
  { connection, clock }: ClsCalls,
  { topicIds }: ConsumerGroup,
  where: LogsetRequest & PlacesRequest,
): AdminLog {
  return createAdminLog(connection, { ...where, topicIds, clock });
}

async function checkpointsOf(
  calls: ClsCalls,
  { group, ...where }: GroupRequest & PlacesRequest,
  o: SendOptions,
): Promise<readonly Checkpoint[]> {
  const found = await findConsumerGroup(calls.connection, { group, logsetId: where.logsetId }, o);
  const { partitions, checkpoints } = await groupProgress(adminLogOf(calls, found, where), found, o);
  return partitions.map(({ id }) => {
    const checkpoint = checkpoints.get(id);
    if (checkpoint === undefined) return partitionOf(id);
    return { ...partitionOf(id), offset: offsetOf(id, checkpoint.position), proven: checkpoint.proven };
  });
}

async function commit({ connection }: ClsCalls, request: CommitRequest, o: SendOptions): Promise<void> {
  const ref = writableGroupIn(request);
  const { offsets, member = COMMITTED_BY } = request;
  if (!Array.isArray(offsets) || offsets.length === 0)
    throw invalid('offsets is not a list with at least one { topicId, partition, offset } in it.');
  const checked = (offsets as readonly PartitionOffset[]).map((each) => ({
    ...partitionIn(each),
    offset: offsetIn(each.offset),
  }));
  await commitConsumerOffsets(connection, { ...ref, member: memberName(member, 'member'), offsets: checked }, o);
}

function writableGroupIn(request: GroupRequest & PlacesRequest): ReturnType<typeof groupIn> {
  const ref = groupIn(request);
  refusePlacesGroup(ref.group, request.placesGroup);
  return ref;
}
