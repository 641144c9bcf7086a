import type { Balancer } from '@polylog/core/driver';
import { createRoster } from '../store/roster.js';
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
}

export interface ClsGroupOptions {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly topics: readonly string[];
  readonly balancer: Balancer;
  readonly switches: ClsSwitches;
}

/**
 * ```
 *   free ──► granted ──► told ──► asked back ──► free
 * ```
 * Granted: its owner does not know yet, so it may still go to another. Told: in an answer of the owner's. Asked back: left
 * out of the owner's answers, until the owner no longer reports it. Whoever is silent for the timeout loses all.
 */
interface Ownership {
  owner: string;
  told: boolean;
  askedBackAtMs: number | undefined;
}

/** One consumer group. Time comes in as an argument; nothing waits. */
export function createClsGroup(options: ClsGroupOptions): ClsGroup {
  const { name, balancer, switches } = options;
  let { timeoutSeconds, topics } = options;
  const owned = new Map<PartitionKey, Ownership>();
  const offsets = new Map<PartitionKey, CommittedOffset>();

  /** Each with the partitions it reported last. */
  const consumers = createRoster<ReadonlySet<PartitionKey>>(
    () => timeoutSeconds,
    (consumer) => {
      for (const [key, { owner }] of owned) if (owner === consumer) owned.delete(key);
    },
  );
  /** Asked back and no longer reported, in a heartbeat that was sent after the owner had been told of it. */
  function freeReleased(consumer: string, reported: ReadonlySet<PartitionKey>, nowMs: number): void {
    const waitMs = switches.releaseWaitSeconds * 1000;
    for (const [key, { owner, askedBackAtMs }] of owned) {
      if (askedBackAtMs === undefined) continue;
      const isReleased = owner === consumer && !reported.has(key);
      if (isReleased || (waitMs > 0 && nowMs - askedBackAtMs >= waitMs)) owned.delete(key);
    }
  }
  /** What there is to deal: read-only partitions only as long as there is something left to read. */
  function poolOf(partitions: readonly GroupPartition[]): readonly GroupPartition[] {
    return partitions
      .filter(({ topicId, id, readOnly, keptGroups, endOffset }) => {
        const offset = offsets.get(partitionKey(topicId, id))?.offset;
        return !readOnly || (keptGroups > 0 && (offset === undefined || offset < endOffset));
      })
      .sort((a, b) => a.id - b.id);
  }
  function wantedOwners(pool: readonly GroupPartition[]): ReadonlyMap<PartitionKey, string> {
    const current = new Map([...owned].map(([key, { owner }]) => [key, owner]));
    const pools =
      switches.pool === 'group' ? [pool] : topics.map((topic) => pool.filter(({ topicId }) => topicId === topic));
    return new Map(
      pools.flatMap((some) => {
        const keys = some.map(({ topicId, id }) => partitionKey(topicId, id));
        return [...balancer(consumers.names(), keys, current)];
      }),
    );
  }
  function deal(wanted: ReadonlyMap<PartitionKey, string>, nowMs: number): void {
    for (const [key, ownership] of owned) {
      const owner = wanted.get(key);
      if (owner === ownership.owner) ownership.askedBackAtMs = undefined;
      else if (ownership.told) ownership.askedBackAtMs ??= nowMs;
      else owned.delete(key);
    }
    for (const [key, owner] of wanted) {
      if (!owned.has(key)) owned.set(key, { owner, told: false, askedBackAtMs: undefined });
    }
  }
  function mayCommit(consumer: string, key: PartitionKey): boolean {
    const ownership = owned.get(key);
    const isOwner = ownership?.owner === consumer;
    switch (switches.commits) {
      case 'last-writer-wins':
        return true;
      case 'fenced':
        return isOwner || consumers.said(consumer)?.has(key) === true;
      case 'strict':
        return isOwner && ownership.told && ownership.askedBackAtMs === undefined;
      default:
        return switches.commits satisfies never;
    }
  }

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
      consumers.dropSilent(nowMs);
      const { maxConsumers } = switches;
      const isNew = consumers.said(consumer) === undefined;
      if (isNew && maxConsumers > 0 && consumers.names().length >= maxConsumers) {
        throw new ClsError(403, 'LimitExceeded', `the group has ${maxConsumers} consumers already`);
      }
      const stillHeld = new Set(reported);
      consumers.seen(consumer, stillHeld, nowMs);
      freeReleased(consumer, stillHeld, nowMs);
      deal(wantedOwners(poolOf(partitions)), nowMs);
      const mine = new Set<PartitionKey>();
      for (const [key, ownership] of owned) {
        if (ownership.owner !== consumer || ownership.askedBackAtMs !== undefined) continue;
        ownership.told = true;
        mine.add(key);
      }
      return mine;
    },
    commit(consumer, commits, nowMs) {
      consumers.dropSilent(nowMs);
      const refused = commits.find(({ topicId, partition }) => !mayCommit(consumer, partitionKey(topicId, partition)));
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
    owner: (topicId, partition) => owned.get(partitionKey(topicId, partition))?.owner,
    evict: consumers.drop,
    consumers(nowMs) {
      consumers.dropSilent(nowMs);
      return consumers.lastSeenMs();
    },
  };
}
