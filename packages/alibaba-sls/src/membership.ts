import {
  type Assignment,
  type CallOptions,
  type Checkpoint,
  type Clock,
  type GroupDifference,
  type Guarantees,
  type Membership,
  type SavedCheckpoint,
  type SaveOutcome,
  toPosition,
} from '@polylog/core/driver';
import { isServiceError, mapBounded } from '@polylog/driver-kit';
import { classify } from './classify.js';
import { getCheckpoints, updateCheckpoint } from './wire/checkpoints.js';
import type { SlsConnection } from './wire/connection.js';
import { listConsumerGroups, sessionTimeoutMsOf } from './wire/consumer-groups.js';
import { heartbeat } from './wire/heartbeat.js';
import { sameCode } from './wire/service-codes.js';

export interface MemberSettings {
  readonly connection: SlsConnection;
  readonly clock: Clock;
  readonly project: string;
  readonly logstore: string;
  readonly group: string;
  readonly member: string;
  readonly guarantees: Guarantees;
  readonly joinedAtMs: number;
  readonly differences: readonly GroupDifference[];
  /** In force at the join. */
  readonly sessionTimeoutMs: number;
  readonly leaveSends: boolean;
}

const SAVES_AT_ONCE = 8;
/** A slow list of groups must not hold up a heartbeat's answer for long. */
const LONGEST_REFRESH_MS = 2000;

/** A member of a consumer group, as the service sees it; `Membership` has the contract. */
export function createMembership(settings: MemberSettings): Membership {
  const { connection, clock, project, logstore, group, member } = settings;
  const ref = { project, logstore, group };
  let sessionTimeoutMs = settings.sessionTimeoutMs;
  let refreshedAt = clock.monotonic();
  let lastReply: readonly string[] = [];

  /** Another library in the group may overwrite its timeout at any time, so it is read again twice a session. */
  const refreshTimeout = async (o: CallOptions): Promise<void> => {
    if (clock.monotonic() - refreshedAt < sessionTimeoutMs / 2) return;
    const timeoutMs = Math.min(
      o.timeoutMs ?? LONGEST_REFRESH_MS,
      LONGEST_REFRESH_MS,
      Math.max(sessionTimeoutMs / 6, 100),
    );
    try {
      const { groups } = await listConsumerGroups(connection, { project, logstore }, { signal: o.signal, timeoutMs });
      const found = groups.find(({ name }) => name === group);
      // Not found: the heartbeat beside this call says so, in the service's own words.
      if (found !== undefined) sessionTimeoutMs = sessionTimeoutMsOf(found);
      refreshedAt = clock.monotonic();
    } catch {
      // Refused, late or senseless: the old value stays in force and the next heartbeat asks again; the heartbeat itself must not fail for it.
      o.signal.throwIfAborted();
    }
  };

  const saveOne = async ({ partition, position }: Checkpoint, o: CallOptions): Promise<SaveOutcome> => {
    try {
      await updateCheckpoint(connection, { ...ref, member, shard: partition, cursor: position }, o);
      return { kind: 'saved' };
    } catch (error) {
      o.signal.throwIfAborted();
      const failure = classify(error);
      const gone = isServiceError(error) && shardGone.some((code) => sameCode(code, error.code));
      if (failure.code === 'lease-lost' || gone) return { kind: 'lost', failure };
      return { kind: 'failed', failure };
    }
  };

  return {
    guarantees: settings.guarantees,
    joinedAtMs: settings.joinedAtMs,
    differences: settings.differences,

    async heartbeat(holding, o): Promise<Assignment> {
      const [reply] = await Promise.all([heartbeat(connection, { ...ref, member, holding }, o), refreshTimeout(o)]);
      const given = new Set(reply);
      const moving = holding.some((id) => !given.has(id)) || !sameSet(given, lastReply);
      lastReply = reply;
      return { partitions: [...given], sessionTimeoutMs, moving };
    },

    async checkpoints(ids, o) {
      const [only] = ids;
      if (only === undefined) return new Map();
      const wanted = new Set(ids);
      const found = await getCheckpoints(connection, ids.length === 1 ? { ...ref, shard: only } : ref, o);
      const saved = new Map<string, SavedCheckpoint>();
      for (const { shard, cursor, updatedAtMicroseconds } of found) {
        if (!wanted.has(shard) || cursor === '') continue;
        const savedAtMs = updatedAtMicroseconds === undefined ? undefined : Math.floor(updatedAtMicroseconds / 1000);
        saved.set(shard, {
          position: toPosition(cursor),
          proven: true,
          ...(savedAtMs === undefined ? {} : { savedAtMs }),
        });
      }
      return saved;
    },

    async save(checkpoints, o) {
      const outcomes = await mapBounded(checkpoints, SAVES_AT_ONCE, async (checkpoint) => {
        return [checkpoint.partition, await saveOne(checkpoint, o)] as const;
      });
      return new Map(outcomes);
    },

    async leave(o) {
      if (settings.leaveSends) await heartbeat(connection, { ...ref, member, holding: [] }, o);
      return 'after-timeout';
    },
  };
}

const shardGone = ['ShardNotExist', 'ShardNotExists', 'ShardNotExsit'];

function sameSet(set: ReadonlySet<string>, list: readonly string[]): boolean {
  return set.size === list.length && list.every((id) => set.has(id));
}
