import type { SimulatedLog } from './simulated-log.js';

/** Which records were handled, and which need not be any more, for a reason that somebody was told. */
export interface Ledger {
  done(partition: string, index: number): void;
  /** Told: expired and reset, skipped, parked, or from before the start. */
  excuse(partition: string, from: number, to: number): void;
  /** Everything below it was handled or excused. */
  firstMissing(partition: string): number;
  /** Whether nothing of the partition is missing up to its end. */
  isWhole(partition: string): boolean;
  /** `<partition>@<index>` of each that is missing. */
  missing(): readonly string[];
}

export function createLedger(log: Pick<SimulatedLog, 'partition' | 'partitionIds'>): Ledger {
  const settled = new Map<string, Set<number>>();
  const reached = new Map<string, number>();

  const of = (partition: string): Set<number> => {
    const found = settled.get(partition) ?? new Set();
    settled.set(partition, found);
    return found;
  };
  const firstMissing = (partition: string): number => {
    const those = of(partition);
    let index = reached.get(partition) ?? 0;
    while (those.has(index)) index++;
    reached.set(partition, index);
    return index;
  };
  const endOf = (partition: string): number => log.partition(partition).end;

  return {
    done: (partition, index) => void of(partition).add(index),
    excuse(partition, from, to) {
      for (let index = from; index < to; index++) of(partition).add(index);
    },
    firstMissing,
    isWhole: (partition) => firstMissing(partition) >= endOf(partition),
    missing: () =>
      log.partitionIds().flatMap((id) => {
        const ids: string[] = [];
        for (let index = firstMissing(id); index < endOf(id); index++) {
          if (!of(id).has(index)) ids.push(`${id}@${index}`);
        }
        return ids;
      }),
  };
}
