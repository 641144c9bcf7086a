import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyRange, rangeParents } from './range-parents.js';

const key = (value: bigint): string => value.toString(16).padStart(32, '0');
const LAST = 2n ** 128n - 1n;

interface Model {
  readonly id: number;
  readonly begin: bigint;
  readonly end: bigint;
  readonly parents: readonly number[];
  readOnly: boolean;
}

/** A logstore that is split and merged as the service does it, and remembers who came from whom. */
function grow(
  initial: number,
  steps: readonly (readonly [kind: 'split' | 'merge', choice: number, at: number])[],
): Model[] {
  const shards: Model[] = [];
  const add = (begin: bigint, end: bigint, parents: readonly number[]) =>
    shards.push({ id: shards.length, begin, end, parents, readOnly: false });
  for (let i = 0; i < initial; i += 1) {
    const border = (n: number): bigint => (n === initial ? LAST : (2n ** 128n * BigInt(n)) / BigInt(initial));
    add(border(i), border(i + 1), []);
  }
  for (const [kind, choice, at] of steps) {
    const live = shards.filter((shard) => !shard.readOnly).sort((a, b) => (a.begin < b.begin ? -1 : 1));
    const index = choice % live.length;
    const one = live[index]!;
    if (kind === 'split') {
      const middle = one.begin + 1n + ((one.end - one.begin - 2n) * BigInt(at)) / 1000n;
      if (middle <= one.begin || middle >= one.end) continue;
      one.readOnly = true;
      add(one.begin, middle, [one.id]);
      add(middle, one.end, [one.id]);
    } else {
      const right = live[index + 1];
      if (right === undefined) continue;
      one.readOnly = true;
      right.readOnly = true;
      add(
        one.begin,
        right.end,
        [one.id, right.id].sort((a, b) => a - b),
      );
    }
  }
  return shards;
}

const listed = (shard: Model): KeyRange => ({
  id: shard.id,
  readOnly: shard.readOnly,
  beginKey: key(shard.begin),
  endKey: key(shard.end),
});

const histories = fc.tuple(
  fc.integer({ min: 1, max: 6 }),
  fc.array(fc.tuple(fc.constantFrom('split' as const, 'merge' as const), fc.nat(50), fc.nat(1000)), { maxLength: 20 }),
);

describe('shard lineage', () => {
  it('finds the parents of every split and merge, in whatever order the shards are listed', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), ([initial, steps], reversed) => {
        const shards = grow(initial, steps);
        const parents = rangeParents(reversed ? shards.map(listed).reverse() : shards.map(listed));
        for (const shard of shards) expect(parents.get(shard.id)).toEqual(shard.parents);
      }),
    );
  });

  it('names only ancestors where some have expired and are not listed any more', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(40)), ([initial, steps], expired) => {
        const shards = grow(initial, steps);
        const kept = shards.filter((shard) => !shard.readOnly || !expired.includes(shard.id));
        const ancestors = (id: number): number[] => (shards[id]?.parents ?? []).flatMap((p) => [p, ...ancestors(p)]);
        for (const [id, parents] of rangeParents(kept.map(listed))) {
          for (const parent of parents) expect(ancestors(id)).toContain(parent);
        }
      }),
    );
  });

  it('takes no shard that still takes writes for a parent', () => {
    const whole = { beginKey: key(0n), endKey: key(LAST), readOnly: false };
    expect(
      rangeParents([
        { id: 0, ...whole },
        { id: 1, ...whole },
      ]).get(1),
    ).toEqual([]);
  });

  it('answers an empty map for an empty logstore', () => {
    expect(rangeParents([]).size).toBe(0);
  });
});
