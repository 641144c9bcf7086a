import type { Balancer } from '@polylog/core/driver';
import { createTwoStepAssignment } from '../store/two-step-assignment.js';
import { LtsError } from './error.js';
import type { LtsSwitches } from './switches.js';

export interface Commit {
  readonly shard: string;
  readonly checkpoint: bigint;
}

export interface Checkpoint {
  readonly checkpoint: bigint;
  readonly consumer: string;
  readonly savedAtMs: number;
}

/** One consumer group of one log stream. Shards are known by the text of their ids. */
export interface LtsGroup {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly createdAtMs: number;
  /** What this consumer should work on now. */
  heartbeat(
    consumer: string,
    reported: readonly string[],
    shards: readonly string[],
    nowMs: number,
  ): ReadonlySet<string>;
  /** All of them or, if one is refused, none. */
  commit(consumer: string, commits: readonly Commit[], nowMs: number): void;
  checkpoint(shard: string): Checkpoint | undefined;
  owner(shard: string): string | undefined;
  /** Treats a consumer as if its timeout had passed. False where there is none of that name. */
  evict(consumer: string): boolean;
  /** Names with the time of their last heartbeat. */
  consumers(nowMs: number): ReadonlyMap<string, number>;
  toKeep(): KeptLtsGroup;
}

/** All of a consumer group but its members and what they hold: they join again. */
export interface KeptLtsGroup extends Pick<LtsGroup, 'name' | 'timeoutSeconds' | 'createdAtMs'> {
  readonly checkpoints: ReadonlyMap<string, Checkpoint>;
}

export interface LtsGroupOptions extends Pick<LtsGroup, 'name' | 'timeoutSeconds' | 'createdAtMs'> {
  readonly balancer: Balancer;
  readonly switches: LtsSwitches;
  /** What is there from the start. */
  readonly checkpoints?: ReadonlyMap<string, Checkpoint>;
}

/** Time comes in as an argument; nothing waits. */
export function createLtsGroup({ balancer, switches, checkpoints: given, ...fixed }: LtsGroupOptions): LtsGroup {
  const checkpoints = new Map<string, Checkpoint>(given);
  const assignment = createTwoStepAssignment({
    timeoutSeconds: () => fixed.timeoutSeconds,
    ...(switches.handOver === 'at-once' ? { releaseWaitMs: 0 } : {}),
  });

  function checkCommit(consumer: string, { shard, checkpoint }: Commit, nowMs: number): void {
    const { commits, commitRefusedStatus, commitRefusedCode, lowerCommit } = switches;
    const stored = checkpoints.get(shard)?.checkpoint ?? checkpoint;
    const isLower = lowerCommit === 'refused' && checkpoint < stored;
    if (!isLower && assignment.mayCommit(consumer, shard, commits, nowMs)) return;
    throw new LtsError(
      commitRefusedStatus,
      commitRefusedCode,
      isLower
        ? `checkpoint ${checkpoint} of shard ${shard} is below ${stored}`
        : `shard ${shard} is not held by consumer ${consumer}`,
    );
  }

  return {
    ...fixed,
    heartbeat: (consumer, reported, shards, nowMs) =>
      assignment.heartbeat(consumer, reported, (members, current) => balancer(members, shards, current), nowMs),
    commit(consumer, commits, nowMs) {
      for (const each of commits) checkCommit(consumer, each, nowMs);
      for (const { shard, checkpoint } of commits) {
        const stored = checkpoints.get(shard)?.checkpoint ?? checkpoint;
        if (switches.lowerCommit === 'ignored' && checkpoint < stored) continue;
        checkpoints.set(shard, { checkpoint, consumer, savedAtMs: nowMs });
      }
    },
    checkpoint: (shard) => checkpoints.get(shard),
    owner: assignment.owner,
    evict: assignment.evict,
    consumers: assignment.members,
    toKeep: () => ({ ...fixed, checkpoints }),
  };
}
