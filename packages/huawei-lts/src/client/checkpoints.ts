import type { GroupActivity } from '@polylog/core/driver';
import { type ClientCallOptions, type Listing, mapBounded, type SendOptions, wholePage } from '@polylog/driver-kit';
import { groupProgress, RESET_BY } from '../admin/group-checkpoints.js';
import { reset } from '../admin/reset.js';
import { commitCheckpoints } from '../wire/commit-checkpoints.js';
import { cursorTime } from '../wire/cursors.js';
import { describeGroup } from '../wire/group-detail.js';
import type { StreamRef } from '../wire/stream-ref.js';
import { before, type CursorPlace, cursorIn, dateOf, placeOf } from './cursors.js';
import type { LtsCalls } from './lts-calls.js';
import { type GroupRequest, groupIn, invalid, memberName, type ShardRequest, shardId, shardIn } from './requests.js';

/** Where a consumer group stands in a shard. */
export interface Checkpoint {
  readonly shard: string;
  /** Where to read next: everything before it is done. Absent where nothing was saved. */
  readonly cursor?: string;
  readonly savedAtMs?: number;
  /**
   * Who saved it: the name as the service has it, which for members of Polylog is a UUID. Absent where nothing was saved, or
   * where an administrator did.
   */
  readonly savedBy?: string;
  /** With `withTimes`: when the last log that is done was received. How far the group has come. */
  readonly doneUpTo?: Date;
}

export interface ResetToRequest extends GroupRequest {
  /** The oldest kept, the place behind the newest, or a time of receipt. */
  readonly to: CursorPlace;
  /** Only these shards. @defaultValue all */
  readonly shards?: readonly string[];
  /** True: look, and write nothing. It has no default: a misspelt one must not write. */
  readonly dryRun: boolean;
}

/** What a reset did, or would do. */
export interface CheckpointReset {
  readonly dryRun: boolean;
  /** What is known of its members, as a `GroupAdmin` tells it. One that is alive overwrites the reset with its next save. */
  readonly activity: GroupActivity;
  readonly rows: readonly CheckpointResetRow[];
}

export interface CheckpointResetRow {
  readonly shard: string;
  /** The cursor that is there; absent where there is none. */
  readonly before?: string;
  readonly after: string;
  readonly move: 'first' | 'ahead' | 'back' | 'nowhere' | 'unknown';
}

/** Where a consumer group stands, shard by shard. */
export interface Checkpoints {
  /** Of all shards, also of those without one. `withTimes` asks for one more thing a shard. */
  list(request: GroupRequest & { readonly withTimes?: boolean }, options?: ClientCallOptions): Listing<Checkpoint>;
  /** Of one shard; `undefined` where nothing was saved, or where there is no such shard. */
  get(request: GroupRequest & ShardRequest, options?: ClientCallOptions): Promise<Checkpoint | undefined>;
  /**
   * Stores one, whoever holds the shard: a member that is alive goes on from where it is, and overwrites it. `member` is in
   * whose name; the service is not known to ask whether that one holds the shard.
   */
  set(
    request: GroupRequest & ShardRequest & { readonly cursor: string; readonly member?: string },
    options?: ClientCallOptions,
  ): Promise<void>;
  /**
   * Moves a group to a place in all shards. Everything is looked up before anything is written, and `dryRun: true` ends there.
   * Stop all members first. It is one request for all shards; whether the service takes all of it or none is not documented.
   */
  resetTo(request: ResetToRequest, options?: ClientCallOptions): Promise<CheckpointReset>;
}

const LOOKUPS_AT_ONCE = 8;

export function createCheckpoints(calls: LtsCalls): Checkpoints {
  const { connection, call } = calls;
  return {
    list: (request, options) =>
      calls.list('checkpoints.list', options, 0, async (_, o) => {
        const { group, ...ref } = groupIn(calls, request);
        const { checkpoints } = await groupProgress({ connection, ref }, group, o);
        const found = [...checkpoints].map(([shard, checkpoint]): Checkpoint => {
          if (checkpoint === undefined) return { shard };
          const { position, proven, ...told } = checkpoint;
          return { shard, cursor: position, ...told };
        });
        if (request.withTimes !== true) return wholePage(found);
        return wholePage(await mapBounded(found, LOOKUPS_AT_ONCE, (each) => withTime(calls, ref, each, o)));
      }),
    get: (request, options) =>
      call('checkpoints.get', options, async (o) => {
        const { shard } = shardIn(calls, request);
        const { checkpoints } = await describeGroup(connection, { ...groupIn(calls, request), shard }, o);
        const found = checkpoints.find((each) => each.shard === shard);
        if (found === undefined) return undefined;
        const { cursor, updatedAtMs, savedBy } = found;
        return {
          shard,
          cursor: String(cursor),
          savedAtMs: updatedAtMs,
          ...(savedBy !== undefined && savedBy !== RESET_BY && { savedBy }),
        };
      }),
    set: (request, options) =>
      call('checkpoints.set', options, (o) => {
        const { shard } = shardIn(calls, request);
        const { cursor, member } = request;
        const consumer = member === undefined ? RESET_BY : memberName(member, 'member');
        const checkpoints = [{ shard, cursor: cursorIn(cursor) }];
        return commitCheckpoints(connection, { ...groupIn(calls, request), consumer, checkpoints }, o);
      }),
    resetTo: (request, options) => call('checkpoints.resetTo', options, (o) => resetTo(calls, request, o)),
  };
}

async function resetTo(calls: LtsCalls, request: ResetToRequest, o: SendOptions): Promise<CheckpointReset> {
  const { group, ...ref } = groupIn(calls, request);
  const { to, shards, dryRun } = request;
  if (typeof dryRun !== 'boolean') throw invalid('dryRun is missing; allowed: true to look, false to write.');
  if (shards !== undefined && !Array.isArray(shards)) throw invalid('shards is no list of ids. Leave it out for all.');
  const spec = {
    to: placeOf(to, 'to'),
    dryRun,
    ...(shards !== undefined && { partitions: shards.map((id) => shardId(id, 'shards')) }),
  };
  const { activity, rows } = await reset({ connection: calls.connection, ref }, group, spec, o);
  return {
    dryRun,
    activity,
    rows: rows.map(({ partition, before, after, move }) => ({
      shard: partition,
      ...(before !== undefined && { before: before.position }),
      after,
      move,
    })),
  };
}

async function withTime(
  { connection }: LtsCalls,
  ref: StreamRef,
  checkpoint: Checkpoint,
  o: SendOptions,
): Promise<Checkpoint> {
  const { shard, cursor } = checkpoint;
  if (cursor === undefined) return checkpoint;
  const doneUpTo = dateOf(await cursorTime(connection, { ...ref, shard, cursor: before(cursorIn(cursor)) }, o));
  return { ...checkpoint, doneUpTo };
}
