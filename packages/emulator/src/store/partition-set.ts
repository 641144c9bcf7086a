import { evenRanges, LAST_KEY } from './hash-key.js';

/** The range of hash keys that a partition takes, and what it came from. */
export interface PartitionSpec {
  readonly id: number;
  readonly begin: bigint;
  readonly end: bigint;
  readonly createdAtMs: number;
  /** Ids of the partitions that became read-only when this one was made. */
  readonly parents: readonly number[];
}

/** What a set needs to know of its partitions; the rest is the service's own. */
export interface Sealable extends PartitionSpec {
  readonly readOnly: boolean;
  seal(): void;
}

/** Which write a partition is for: any one in turn, the one a key belongs to, or the one named. */
export type Target = { readonly key: bigint } | { readonly partition: number } | undefined;

export type SplitAt = { readonly key: bigint } | { readonly parts: number };

/** Why a set refused; each service has its own words for it. */
export type SetRefusal = 'none-writable' | 'not-writable' | 'bad-key' | 'last-partition';

export class PartitionSetError extends Error {
  readonly refusal: SetRefusal;

  constructor(refusal: SetRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** Partitions that share the space of hash keys. Ids grow and are never used again. */
export interface PartitionSet<P extends Sealable> {
  /** In the order of their ids, read-only ones included. */
  all(): readonly P[];
  find(id: string | number): P | undefined;
  /** Where a write goes. */
  pick(target: Target): P;
  /** Returns the old partition, then the new ones. */
  split(id: string | number, at: SplitAt, nowMs: number): readonly P[];
  /** Joins a partition with its right-hand neighbour. Returns the new one, then the two old ones. */
  merge(id: string | number, nowMs: number): readonly P[];
  remove(id: number): void;
  /** The id that the next new one will have. */
  readonly nextId: number;
}

export interface PartitionSetOptions<P extends Sealable> {
  readonly count: number;
  readonly firstId: number;
  readonly nowMs: number;
  readonly open: (spec: PartitionSpec) => P;
  /** What there is already; then `count` and `firstId` say nothing. */
  readonly kept?: { readonly partitions: readonly P[]; readonly nextId: number } | undefined;
}

export function createPartitionSet<P extends Sealable>(options: PartitionSetOptions<P>): PartitionSet<P> {
  const partitions = new Map<number, P>();
  let nextId = options.kept?.nextId ?? options.firstId;
  let turn = 0;

  function open(range: { begin: bigint; end: bigint }, createdAtMs: number, parents: readonly number[]): P {
    const partition = options.open({ id: nextId++, ...range, createdAtMs, parents });
    partitions.set(partition.id, partition);
    return partition;
  }
  if (options.kept) for (const partition of options.kept.partitions) partitions.set(partition.id, partition);
  else for (const range of evenRanges(0n, LAST_KEY, options.count)) open(range, options.nowMs, []);

  const find = (id: string | number): P | undefined =>
    /^\d+$/.test(String(id)) ? partitions.get(Number(id)) : undefined;
  function writable(): P[] {
    const found = [...partitions.values()].filter((partition) => !partition.readOnly);
    if (found.length === 0) throw new PartitionSetError('none-writable');
    return found;
  }
  /** One error for a partition that is missing and one that is read-only. */
  function writableById(id: string | number): P {
    const partition = find(id);
    if (!partition || partition.readOnly) throw new PartitionSetError('not-writable');
    return partition;
  }

  return {
    all: () => [...partitions.values()],
    find,
    pick(target) {
      if (target && 'partition' in target) return writableById(target.partition);
      const candidates = writable();
      if (!target) return candidates[turn++ % candidates.length] as P;
      // Writable ranges cover all keys, the last one being included.
      const holds = ({ begin, end }: P): boolean => begin <= target.key && (target.key < end || end === LAST_KEY);
      return candidates.find(holds) as P;
    },
    split(id, at, nowMs) {
      const old = writableById(id);
      const ranges =
        'parts' in at
          ? evenRanges(old.begin, old.end, at.parts)
          : [
              { begin: old.begin, end: at.key },
              { begin: at.key, end: old.end },
            ];
      // Each part needs a key of its own; a split at the partition's own border would leave an empty one.
      if (ranges.length < 2 || ranges.some((range) => range.begin >= range.end)) throw new PartitionSetError('bad-key');
      old.seal();
      return [old, ...ranges.map((range) => open(range, nowMs, [old.id]))];
    },
    merge(id, nowMs) {
      const left = writableById(id);
      if (left.end === LAST_KEY) throw new PartitionSetError('last-partition');
      const right = writable().find((partition) => partition.begin === left.end);
      if (!right) throw new PartitionSetError('not-writable');
      left.seal();
      right.seal();
      return [open({ begin: left.begin, end: right.end }, nowMs, [left.id, right.id]), left, right];
    },
    remove: (id) => {
      partitions.delete(id);
    },
    get nextId() {
      return nextId;
    },
  };
}
