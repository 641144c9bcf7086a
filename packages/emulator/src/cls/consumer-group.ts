import type { Balancer } from '@polylog/core/driver';
import { createTwoStepAssignment, type Dealer } from '../store/two-step-assignment.js';
import { ClsError } from './error.js';
import type { ClsSwitches } from './switches.js';

/** What a group needs to know of a partition of its topics. */
export interface GroupPartition {
  readonly topicId: string;
  readonly id: number;
  readonly readOnly: boolean;
  readonly keptGroups: number;
  readonly endOffset: bigint;
}

export interface Commit {
  readonly topicId: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface CommittedOffset {
  readonly offset: bigint;
  readonly consumer: string;
  readonly savedAtMs: number;
}

/** `topic/partition`: what partitions are known by inside of a group. */
export type PartitionKey = string;
export const partitionKey = (topicId: string, partition: number | string): PartitionKey => `${topicId}/${partition}`;

export interface ClsGroup {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly topics: readonly string[];
  modify(settings: { readonly timeoutSeconds: number; readonly topics: readonly string[] }): void;
  /** What this consumer should work on now. */
  heartbeat(
    consumer: string,
    reported: readonly PartitionKey[],
    partitions: readonly GroupPartition[],
    nowMs: number,
  ): ReadonlySet<PartitionKey>;
  /** All of them or, if one is refused, none. */
  commit(consumer: string, commits: readonly Commit[], nowMs: number): void;
  /** In nobody's name, whoever holds the partition. */
  move(commit: Commit, nowMs: number): void;
  committed(topicId: string, partition: number): CommittedOffset | undefined;
  owner(topicId: string, partition: number): string | undefined;
  /** Treats a consumer as if its timeout had passed. False where there is none of that name. */
  evict(consumer: string): boolean;
  /** Names with the time of their last heartbeat. */
  consumers(nowMs: number): ReadonlyMap<string, number>;
  toKeep(): KeptGroup;
}

/** All of a consumer group but its members and what they hold: they join again. */
export interface KeptGroup extends Pick<ClsGroup, 'name' | 'timeoutSeconds' | 'topics'> {
  readonly offsets: ReadonlyMap<PartitionKey, CommittedOffset>;
}

export interface ClsGroupOptions {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly topics: readonly string[];
  readonly balancer: Balancer;
  readonly switches: ClsSwitches;
  /** What is committed from the start. */
  readonly offsets?: ReadonlyMap<PartitionKey, CommittedOffset>;
}

/** One consumer group. Time comes in as an argument; nothing waits. */
export function createClsGroup(options: ClsGroupOptions): ClsGroup {
  const { name, balancer, switches } = options;
  let { timeoutSeconds, topics } = options;
  const offsets = new Map<PartitionKey, CommittedOffset>(options.offsets);
  const { releaseWaitSeconds } = switches;
  const assignment = createTwoStepAssignment({
    timeoutSeconds: () => timeoutSeconds,
    ...(releaseWaitSeconds > 0 ? { releaseWaitMs: releaseWaitSeconds * 1000 } : {}),
  });

  /** What there is to deal: read-only partitions only as long as there is something left to read. */
  function poolOf(partitions: readonly GroupPartition[]): readonly GroupPartition[] {
    return partitions
      .filter(({ topicId, id, readOnly, keptGroups, endOffset }) => {
        const offset = offsets.get(partitionKey(topicId, id))?.offset;
        return !readOnly || (keptGroups > 0 && (offset === undefined || offset < endOffset));
      })
      .sort((a, b) => a.id - b.id);
  }
  const dealerOf =
    (pool: readonly GroupPartition[]): Dealer =>
    (members, current) => {
      const pools =
        switches.pool === 'group' ? [pool] : topics.map((topic) => pool.filter(({ topicId }) => topicId === topic));
      return new Map(
        pools.flatMap((some) => {
          const keys = some.map(({ topicId, id }) => partitionKey(topicId, id));
          return [...balancer(members, keys, current)];
        }),
      );
    };

  return {
    name,
    get timeoutSeconds() {
      return timeoutSeconds;
    },
    get topics() {
      return topics;
    },
    modify(settings) {
      ({ timeoutSeconds, topics } = settings);
    },
    heartbeat(consumer, reported, partitions, nowMs) {
      const { maxConsumers } = switches;
      const known = assignment.members(nowMs);
      if (maxConsumers > 0 && known.size >= maxConsumers && !known.has(consumer)) {
        throw new ClsError(403, 'LimitExceeded', `the group has ${maxConsumers} consumers already`);
      }
      return assignment.heartbeat(consumer, reported, dealerOf(poolOf(partitions)), nowMs);
    },
    commit(consumer, commits, nowMs) {
      const refused = commits.find(
        ({ topicId, partition }) =>
          !assignment.mayCommit(consumer, partitionKey(topicId, partition), switches.commits, nowMs),
      );
      if (refused) {
        throw new ClsError(
          400,
          switches.commitRefusedCode,
          `partition ${refused.partition} of topic ${refused.topicId} is not held by consumer ${consumer}`,
        );
      }
      for (const { topicId, partition, offset } of commits) {
        if (offset < 0n && switches.minusOneCommit === 'ignored') continue;
        offsets.set(partitionKey(topicId, partition), { offset, consumer, savedAtMs: nowMs });
      }
    },
    move({ topicId, partition, offset }, nowMs) {
      offsets.set(partitionKey(topicId, partition), { offset, consumer: '', savedAtMs: nowMs });
    },
    committed: (topicId, partition) => offsets.get(partitionKey(topicId, partition)),
    owner: (topicId, partition) => assignment.owner(partitionKey(topicId, partition)),
    evict: assignment.evict,
    consumers: assignment.members,
    toKeep: () => ({ name, timeoutSeconds, topics, offsets }),
  };
}
