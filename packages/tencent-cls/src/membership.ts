import {
  type Checkpoint,
  type Clock,
  ConsumerError,
  type GroupDifference,
  type Guarantees,
  type Membership,
  type SavedCheckpoint,
} from '@polylog/core/driver';
import {
  type CommitRefusal,
  commitTogether,
  createAssignments,
  createSessionTimeout,
  offsetOf,
  positionOf,
} from '@polylog/driver-kit';
import { classify } from './classify.js';
import { type CommittedOffset, committedOffsets } from './committed-offsets.js';
import type { ClsLog } from './join-group.js';
import { createKeptParts } from './kept-parts.js';
import type { OffsetReader } from './offset-reader.js';
import type { Places } from './places.js';
import type { ClsConnection } from './wire/connection.js';
import { describeConsumerGroups, sessionTimeoutMsOf } from './wire/consumer-groups.js';
import { sendConsumerHeartbeat } from './wire/heartbeat.js';
import type { TopicPartition } from './wire/logset-ref.js';
import { commitConsumerOffsets, type PartitionOffset } from './wire/offsets.js';
import { partitionId, partitionOf } from './wire/partition-id.js';

export interface MemberSettings extends ClsLog {
  readonly connection: ClsConnection;
  readonly clock: Clock;
  readonly group: string;
  readonly member: string;
  readonly guarantees: Guarantees;
  readonly joinedAtMs: number;
  readonly differences: readonly GroupDifference[];
  /** In force at the join. */
  readonly sessionTimeoutMs: number;
  readonly readOffsets: OffsetReader;
  readonly places: Places;
}

/** So long it may take to learn of many checkpoints, a few calls a second and with what the engine waits between its tries. */
const KEPT_MS = 600_000;
/** A little less than once a session, so that the heartbeat after a session, which may be early, is in time. */
const ASK_EVERY_SESSIONS = 11 / 12;

/** Whether a commit of somebody who has lost the partition is refused is not documented; what is refused without a reason we know, is. */
const refusal: CommitRefusal = { classify, codes: ['unknown'] };

/** A member of a consumer group, as the service sees it; `Membership` has the contract. */
export function createMembership(settings: MemberSettings): Membership {
  const { connection, clock, logsetId, topicIds, group, member, readOffsets, places } = settings;
  const ref = { logsetId, group };
  // Good only while the same partitions are this member's: others commit in theirs.
  const known = createKeptParts<ReadonlyMap<string, CommittedOffset>>(clock, KEPT_MS);
  const assignmentOf = createAssignments();
  const session = createSessionTimeout({
    clock,
    initialMs: settings.sessionTimeoutMs,
    everySessions: ASK_EVERY_SESSIONS,
    async ask(o) {
      const { groups } = await describeConsumerGroups(connection, { logsetId }, o);
      const found = groups.find(({ name }) => name === group);
      return found && sessionTimeoutMsOf(found);
    },
  });

  return {
    guarantees: settings.guarantees,
    joinedAtMs: settings.joinedAtMs,
    differences: settings.differences,

    async heartbeat(holding, o) {
      const [answer] = await Promise.all([
        sendConsumerHeartbeat(connection, { ...ref, member, topicIds, holding: holding.map(partitionOf) }, o),
        session.refresh(o),
      ]);
      const foreign = answer.find(({ topicId }) => !topicIds.includes(topicId));
      if (foreign !== undefined) throw overOtherTopics(group, foreign, topicIds);
      const assignment = assignmentOf(holding, answer.map(partitionId), session.ms);
      if (assignment.moving || assignment.partitions.some((id) => !holding.includes(id))) known.clear();
      return assignment;
    },

    async checkpoints(ids, o) {
      if (ids.length === 0) return new Map();
      const found = new Map<string, SavedCheckpoint>();
      const keys: string[] = [];
      for (const partitions of readOffsets.partsOf(ids.map(partitionOf))) {
        const part = partitions.map(partitionId);
        const key = part.join();
        keys.push(key);
        const committed = await known.of(key, () =>
          committedOffsets(part, {
            fetched: (from) => readOffsets.read({ ...ref, partitions, from }, o),
            listed: (from) => places(partitions, from, o),
          }),
        );
        for (const [id, { offset, proven }] of committed) found.set(id, { position: positionOf(offset), proven });
      }
      known.forget(keys);
      return found;
    },

    async save(checkpoints, o) {
      const offsets = checkpoints.map(toOffset);
      const outcome = await commitTogether(offsets.length, refusal, o.signal, () =>
        commitConsumerOffsets(connection, { ...ref, member, offsets }, o),
      );
      return new Map(checkpoints.map(({ partition }) => [partition, outcome]));
    },

    // The service has no such call: a last heartbeat with nothing would renew the name, and it may be dealt partitions.
    leave: async () => 'after-timeout',
  };
}

function overOtherTopics(group: string, { topicId }: TopicPartition, topicIds: readonly string[]): ConsumerError {
  return new ConsumerError(
    'invalid-argument',
    `the group ${JSON.stringify(group)} has been changed by somebody: it deals partitions of topic ${topicId}, and topicIds is ${topicIds.join(', ')}. Name the topics of the group, or take another group.`,
  );
}

function toOffset({ partition, position }: Checkpoint): PartitionOffset {
  return { ...partitionOf(partition), offset: offsetOf(partition, position) };
}
