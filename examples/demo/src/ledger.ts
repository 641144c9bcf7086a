/** Some sequence numbers of one shard, as one lease of one member handled them. */
export interface Handled {
  readonly shard: string;
  /** Names one stretch of ownership: the same member may own a shard twice. */
  readonly lease: string;
  readonly sequences: readonly number[];
}

export interface Verdict {
  readonly sent: number;
  readonly received: number;
  /** Sent and never handled, as `<shard>:<sequence>`; at most ten are named. */
  readonly missing: readonly string[];
  readonly lost: number;
  readonly repeated: number;
  /** What broke the order of a shard, in words; at most ten. */
  readonly disorder: readonly string[];
}

export interface Ledger {
  /** The sequences `0` to `count - 1` were written to a shard. */
  sent(shard: string, count: number): void;
  handled(handled: Handled): void;
  /** How many different records were handled so far. */
  readonly received: number;
  readonly handledInAll: number;
  verdict(): Verdict;
}

/**
 * Judges by set and by order, not by totals: every (shard, sequence) that was sent must have been handled, each lease
 * must have handled its shard's sequences one after the other, and must have begun no later than where the work stood.
 */
export function createLedger(): Ledger {
  const counts = new Map<string, number>();
  const seen = new Map<string, Set<number>>();
  const nextOfLease = new Map<string, number>();
  const disorder: string[] = [];
  let handledInAll = 0;
  let received = 0;

  const seenOf = (shard: string): Set<number> => {
    const set = seen.get(shard) ?? new Set<number>();
    seen.set(shard, set);
    return set;
  };

  const complain = (text: string): void => {
    if (disorder.length < 10) disorder.push(text);
  };

  return {
    sent(shard, count) {
      counts.set(shard, Math.max(count, counts.get(shard) ?? 0));
    },
    handled({ shard, lease, sequences }) {
      const set = seenOf(shard);
      for (const sequence of sequences) {
        const expected = nextOfLease.get(`${shard} ${lease}`);
        if (expected === undefined && sequence > 0 && !set.has(sequence - 1)) {
          complain(`shard ${shard}: ${lease} began at ${sequence}, before ${sequence - 1} was handled`);
        }
        if (expected !== undefined && sequence !== expected) {
          complain(`shard ${shard}: ${lease} handled ${sequence} where ${expected} was due`);
        }
        nextOfLease.set(`${shard} ${lease}`, sequence + 1);
        handledInAll++;
        if (!set.has(sequence)) received++;
        set.add(sequence);
      }
    },
    get received() {
      return received;
    },
    get handledInAll() {
      return handledInAll;
    },
    verdict() {
      const missing: string[] = [];
      let sent = 0;
      let lost = 0;
      for (const [shard, count] of counts) {
        sent += count;
        for (let sequence = 0; sequence < count; sequence++) {
          if (seenOf(shard).has(sequence)) continue;
          lost++;
          if (missing.length < 10) missing.push(`${shard}:${sequence}`);
        }
      }
      return { sent, received, missing, lost, repeated: handledInAll - received, disorder };
    },
  };
}
