import {
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
import { createAssignments, createSessionTimeout, isServiceError, mapBounded } from '@polylog/driver-kit';
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

/** A member of a consumer group, as the service sees it; `Membership` has the contract. */
export function createMembership(settings: MemberSettings): Membership {
  const { connection, clock, project, logstore, group, member } = settings;
  const ref = { project, logstore, group };
  const assignmentOf = createAssignments();
  const session = createSessionTimeout({
    clock,
    initialMs: settings.sessionTimeoutMs,
    everySessions: 0.5,
    async ask(o) {
      const { groups } = await listConsumerGroups(connection, { project, logstore }, o);
      const found = groups.find(({ name }) => name === group);
      return found && sessionTimeoutMsOf(found);
    },
  });

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

    async heartbeat(holding, o) {
      const [answer] = await Promise.all([heartbeat(connection, { ...ref, member, holding }, o), session.refresh(o)]);
      return assignmentOf(holding, answer, session.ms);
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
