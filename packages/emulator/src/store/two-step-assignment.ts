import { createRoster } from './roster.js';

/** Who may save the progress of a partition: anybody; the owner and whoever still reports it; the owner alone, while it is told of it. */
export type CommitRule = 'last-writer-wins' | 'fenced' | 'strict';

/** Says who should have what: the members, and what each has or is to have now. */
export type Dealer = (members: readonly string[], current: ReadonlyMap<string, string>) => ReadonlyMap<string, string>;

/** Which member of a group works on which partition, where the service deals them out in its answers to heartbeats. */
export interface TwoStepAssignment {
  /** What this member should work on now. */
  heartbeat(member: string, reported: Iterable<string>, deal: Dealer, nowMs: number): ReadonlySet<string>;
  mayCommit(member: string, partition: string, rule: CommitRule, nowMs: number): boolean;
  owner(partition: string): string | undefined;
  /** Treats a member as if its timeout had passed. False where there is none of that name. */
  evict(member: string): boolean;
  /** Names with the time of their last heartbeat. */
  members(nowMs: number): ReadonlyMap<string, number>;
}

export interface TwoStepAssignmentOptions {
  /** Asked each time it matters: it may change. */
  readonly timeoutSeconds: () => number;
  /**
   * How long a partition that is asked back waits for its owner, in milliseconds: until the owner is silent for the timeout,
   * unless a number is given. With 0 nobody is asked: it is another's at once.
   */
  readonly releaseWaitMs?: number;
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

/** Time comes in as an argument; nothing waits. */
export function createTwoStepAssignment({
  timeoutSeconds,
  releaseWaitMs = Number.POSITIVE_INFINITY,
}: TwoStepAssignmentOptions): TwoStepAssignment {
  const owned = new Map<string, Ownership>();
  /** Each with what it reported last. */
  const roster = createRoster<ReadonlySet<string>>(timeoutSeconds, (member) => {
    for (const [partition, { owner }] of owned) if (owner === member) owned.delete(partition);
  });

  /** Asked back and no longer reported, in a heartbeat that was sent after the owner had been told of it. */
  function freeReleased(member: string, reported: ReadonlySet<string>, nowMs: number): void {
    for (const [partition, { owner, askedBackAtMs }] of owned) {
      if (askedBackAtMs === undefined) continue;
      const isReleased = owner === member && !reported.has(partition);
      if (isReleased || nowMs - askedBackAtMs >= releaseWaitMs) owned.delete(partition);
    }
  }
  function settle(wanted: ReadonlyMap<string, string>, nowMs: number): void {
    for (const [partition, ownership] of owned) {
      const owner = wanted.get(partition);
      if (owner === ownership.owner) ownership.askedBackAtMs = undefined;
      else if (ownership.told && releaseWaitMs > 0) ownership.askedBackAtMs ??= nowMs;
      else owned.delete(partition);
    }
    for (const [partition, owner] of wanted) {
      if (!owned.has(partition)) owned.set(partition, { owner, told: false, askedBackAtMs: undefined });
    }
  }

  return {
    heartbeat(member, reported, deal, nowMs) {
      roster.dropSilent(nowMs);
      const stillHeld = new Set(reported);
      roster.seen(member, stillHeld, nowMs);
      freeReleased(member, stillHeld, nowMs);
      const current = new Map([...owned].map(([partition, { owner }]) => [partition, owner]));
      settle(deal(roster.names(), current), nowMs);
      const mine = new Set<string>();
      for (const [partition, ownership] of owned) {
        if (ownership.owner !== member || ownership.askedBackAtMs !== undefined) continue;
        ownership.told = true;
        mine.add(partition);
      }
      return mine;
    },
    mayCommit(member, partition, rule, nowMs) {
      roster.dropSilent(nowMs);
      const ownership = owned.get(partition);
      const isOwner = ownership?.owner === member;
      switch (rule) {
        case 'last-writer-wins':
          return true;
        case 'fenced':
          return isOwner || roster.said(member)?.has(partition) === true;
        case 'strict':
          return isOwner && ownership.told && ownership.askedBackAtMs === undefined;
        default:
          return rule satisfies never;
      }
    },
    owner: (partition) => owned.get(partition)?.owner,
    evict: roster.drop,
    members(nowMs) {
      roster.dropSilent(nowMs);
      return roster.lastSeenMs();
    },
  };
}
