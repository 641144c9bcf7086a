import type { GroupActivity } from '@polylog/core/driver';
import { type ClientCallOptions, type Listing, mapBounded, type SendOptions, wholePage } from '@polylog/driver-kit';
import { reset } from '../admin/reset.js';
import { forceCheckpoint, getCheckpoints, type ShardCheckpoint, updateCheckpoint } from '../wire/checkpoints.js';
import type { SlsConnection } from '../wire/connection.js';
import { type CursorPlace, cursorIn, previousTime } from './cursors.js';
import { type GroupRequest, groupIn, invalid, type ShardRequest, shardId, shardIn, textIn } from './requests.js';
import type { SlsCalls } from './sls-calls.js';
import { startPointOf } from './start-point.js';

/** Where a consumer group stands in a shard. */
export interface Checkpoint {
  readonly shard: number;
  /** Where to read next: everything before it is done. Absent where nothing was saved. */
  readonly cursor?: string;
  readonly savedAtMs?: number;
  /** Who saved it; absent where nothing was saved, or where an administrator did. */
  readonly savedBy?: string;
  /** With `withTimes`: when the last log group that is done was received, to the second. How far the group has come. */
  readonly doneUpTo?: Date;
}

export interface ResetToRequest extends GroupRequest {
  /** The oldest kept, the place behind the newest, or a time of receipt, rounded down to the second. */
  readonly to: CursorPlace;
  /** Only these shards. @defaultValue all */
  readonly shards?: readonly number[];
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
  readonly shard: number;
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
   * Stores one by force, whoever holds the shard: a member that is alive goes on from where it is, and overwrites it. With
   * `member` it is stored only if that member holds the shard, else it is `lease-lost`.
   */
  set(
    request: GroupRequest & ShardRequest & { readonly cursor: string; readonly member?: string },
    options?: ClientCallOptions,
  ): Promise<void>;
  /**
   * Moves a group to a place in all shards. Everything is looked up before anything is written, and `dryRun: true` ends there.
   * Stop all members first. If some of the writes fail, the error names what was written and what was not; the same call again
   * is harmless.
   */
  resetTo(request: ResetToRequest, options?: ClientCallOptions): Promise<CheckpointReset>;
}

const LOOKUPS_AT_ONCE = 8;

export function createCheckpoints(calls: SlsCalls): Checkpoints {
  const { connection, call } = calls;
  return {
    list: (request, options) =>
      calls.list('checkpoints.list', options, 0, async (_, o) => {
        const ref = groupIn(request);
        const found = (await getCheckpoints(connection, ref, o)).map(checkpointOf);
        if (request.withTimes !== true) return wholePage(found);
        return wholePage(await mapBounded(found, LOOKUPS_AT_ONCE, (each) => withTime(connection, ref, each, o)));
      }),
    get: (request, options) =>
      call('checkpoints.get', options, async (o) => {
        const { shard } = shardIn(request);
        const [found] = await getCheckpoints(connection, { ...groupIn(request), shard }, o);
        return found === undefined || found.cursor === '' ? undefined : checkpointOf(found);
      }),
    set: (request, options) =>
      call('checkpoints.set', options, (o) => {
        const save = { ...groupIn(request), ...shardIn(request), cursor: cursorIn(request.cursor) };
        const member = textIn('member', request.member);
        return member === undefined
          ? forceCheckpoint(connection, save, o)
          : updateCheckpoint(connection, { ...save, member }, o);
      }),
    resetTo: (request, options) => call('checkpoints.resetTo', options, (o) => resetTo(connection, request, o)),
  };
}

async function resetTo(connection: SlsConnection, request: ResetToRequest, o: SendOptions): Promise<CheckpointReset> {
  const { group, ...ref } = groupIn(request);
  const { to, shards, dryRun } = request;
  if (typeof dryRun !== 'boolean') throw invalid('dryRun is missing; allowed: true to look, false to write.');
  if (shards !== undefined && !Array.isArray(shards)) throw invalid('shards is no list of ids. Leave it out for all.');
  const spec = {
    to: startPointOf(to),
    dryRun,
    ...(shards !== undefined && { partitions: shards.map(shardId) }),
  };
  const { activity, rows } = await reset({ connection, ref }, group, spec, o);
  return {
    dryRun,
    activity,
    rows: rows.map(({ partition, before, after, move }) => ({
      shard: Number(partition),
      ...(before !== undefined && { before: before.position }),
      after,
      move,
    })),
  };
}

function checkpointOf({ shard, cursor, updatedAtMicroseconds, savedBy }: ShardCheckpoint): Checkpoint {
  if (cursor === '') return { shard: Number(shard) };
  return {
    shard: Number(shard),
    cursor,
    ...(updatedAtMicroseconds !== undefined && { savedAtMs: Math.floor(updatedAtMicroseconds / 1000) }),
    ...(savedBy !== '' && { savedBy }),
  };
}

async function withTime(
  connection: SlsConnection,
  ref: GroupRequest,
  checkpoint: Checkpoint,
  o: SendOptions,
): Promise<Checkpoint> {
  const { shard, cursor } = checkpoint;
  if (cursor === undefined) return checkpoint;
  const { project, logstore } = ref;
  const doneUpTo = await previousTime(connection, { project, logstore, shard: String(shard), cursor }, o);
  return { ...checkpoint, doneUpTo };
}
