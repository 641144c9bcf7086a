import type { Clock, Guarantees, Membership, SavedCheckpoint } from '@polylog/core/driver';
import {
  type CommitRefusal,
  commitTogether,
  createAssignments,
  createSessionTimeout,
  offsetOf,
  positionOf,
} from '@polylog/driver-kit';
import { classify } from './classify.js';
import { consumerNameOf } from './consumer-name.js';
import { type JoinedGroup, type JoinSettings, sessionOf, timeoutOf } from './join-group.js';
import { commitCheckpoints } from './wire/commit-checkpoints.js';
import { describeGroup } from './wire/group-detail.js';
import { sendHeartbeat } from './wire/heartbeat.js';

export interface MemberSettings extends JoinSettings {
  readonly clock: Clock;
  readonly group: string;
  readonly member: string;
  readonly guarantees: Guarantees;
  readonly joinedAtMs: number;
  readonly joined: JoinedGroup;
  /** Told of every shard that a heartbeat names. */
  readonly onShards: (shards: readonly string[]) => void;
}

/** A little less than once a session, so that the heartbeat after a session, which may be early, is in time. */
const ASK_EVERY_SESSIONS = 11 / 12;

/** Nobody is known to be refused for having lost a shard. Should somebody be, then as a parameter that is wrong. */
const refusal: CommitRefusal = { classify, codes: ['invalid-argument', 'unknown'] };

/** A member of a consumer group, as the service sees it; `Membership` has the contract. */
export function createMembership(settings: MemberSettings): Membership {
  const { connection, clock, stream, group, joined } = settings;
  const { startsByMs } = joined;
  const ref = { ...stream, group };
  const consumer = consumerNameOf(settings.member);
  const assignmentOf = createAssignments();
  const session = createSessionTimeout({
    clock,
    initialMs: joined.sessionTimeoutMs,
    everySessions: ASK_EVERY_SESSIONS,
    async ask(o) {
      const timeoutMs = await timeoutOf(settings, { group }, o);
      return timeoutMs === undefined ? undefined : sessionOf(timeoutMs);
    },
  });

  return {
    guarantees: settings.guarantees,
    joinedAtMs: settings.joinedAtMs,
    ...(startsByMs === undefined ? {} : { startsByMs }),
    differences: joined.differences,

    async heartbeat(holding, o) {
      const [answer] = await Promise.all([
        sendHeartbeat(connection, { ...ref, consumer, holding }, o),
        session.refresh(o),
      ]);
      settings.onShards(answer);
      return assignmentOf(holding, answer, session.ms);
    },

    async checkpoints(ids, o) {
      const [only] = ids;
      if (only === undefined) return new Map();
      const wanted = new Set(ids);
      const { checkpoints } = await describeGroup(connection, ids.length === 1 ? { ...ref, shard: only } : ref, o);
      const found = checkpoints.filter(({ shard }) => wanted.has(shard));
      return new Map(
        found.map(({ shard, cursor, updatedAtMs }): [string, SavedCheckpoint] => [
          shard,
          { position: positionOf(cursor), proven: true, savedAtMs: updatedAtMs },
        ]),
      );
    },

    async save(checkpoints, o) {
      if (checkpoints.length === 0) return new Map();
      const cursors = checkpoints.map(({ partition, position }) => ({
        shard: partition,
        cursor: offsetOf(partition, position),
      }));
      const outcome = await commitTogether(cursors.length, refusal, o.signal, () =>
        commitCheckpoints(connection, { ...ref, consumer, checkpoints: cursors }, o),
      );
      return new Map(checkpoints.map(({ partition }) => [partition, outcome]));
    },

    // There is no such call, and a heartbeat that holds nothing would keep the member alive.
    leave: async () => 'after-timeout',
  };
}
