import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stickyBalancer } from './balancer.js';

const names = (prefix: string, most: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(
    fc.integer({ min: 0, max: 40 }).map((n) => `${prefix}${n}`),
    { maxLength: most },
  );

/** Members, partitions, and who holds what now: members that have gone and partitions that are no more among it. */
const situations = fc.record({
  members: names('m', 9),
  partitions: names('p', 24),
  current: fc
    .dictionary(
      fc.integer({ min: 0, max: 40 }).map((n) => `p${n}`),
      fc.integer({ min: 0, max: 40 }).map((n) => `m${n}`),
    )
    .map((owners) => new Map(Object.entries(owners))),
});

function counts(members: readonly string[], owners: ReadonlyMap<string, string>): number[] {
  return members.map((member) => [...owners.values()].filter((owner) => owner === member).length);
}

describe('stickyBalancer', () => {
  test('names an owner among the members for every partition and for nothing else', () => {
    fc.assert(
      fc.property(situations, ({ members, partitions, current }) => {
        const owners = stickyBalancer(members, partitions, current);
        expect([...owners.keys()].sort()).toEqual(members.length === 0 ? [] : [...partitions].sort());
        for (const owner of owners.values()) expect(members).toContain(owner);
      }),
    );
  });

  test('is even: no member has more than one partition more than another', () => {
    fc.assert(
      fc.property(situations, ({ members, partitions, current }) => {
        const held = counts(members, stickyBalancer(members, partitions, current));
        if (members.length > 0) expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('is sticky: as few partitions move as evenness allows', () => {
    fc.assert(
      fc.property(situations, ({ members, partitions, current }) => {
        if (members.length === 0) return;
        const owners = stickyBalancer(members, partitions, current);
        const heldBefore = new Map([...current].filter(([p, m]) => partitions.includes(p) && members.includes(m)));
        const moved = [...heldBefore].filter(([p, m]) => owners.get(p) !== m).length;
        // The most that can stay: the members with most get the larger shares, of which only so many exist.
        const before = counts(members, heldBefore).sort((a, b) => b - a);
        const share = Math.floor(partitions.length / members.length);
        const larger = partitions.length % members.length;
        const stay = before.reduce((sum, held, i) => sum + Math.min(held, i < larger ? share + 1 : share), 0);
        expect(moved).toBe(heldBefore.size - stay);
      }),
    );
  });

  test('leaves an even assignment as it is', () => {
    fc.assert(
      fc.property(situations, ({ members, partitions, current }) => {
        const once = stickyBalancer(members, partitions, current);
        expect(new Map(stickyBalancer(members, partitions, once))).toEqual(new Map(once));
      }),
    );
  });

  test('is deterministic and pure: equal input gives equal output and is not touched', () => {
    fc.assert(
      fc.property(situations, ({ members, partitions, current }) => {
        const frozen = [Object.freeze([...members]), Object.freeze([...partitions])] as const;
        const copy = new Map(current);
        const first = stickyBalancer(...frozen, current);
        const second = stickyBalancer(...frozen, copy);
        expect([...first]).toEqual([...second]);
        expect(current).toEqual(copy);
      }),
    );
  });

  test('breaks ties by the order of the lists', () => {
    expect([...stickyBalancer(['b', 'a'], ['1', '2', '3'], new Map())]).toEqual([
      ['1', 'b'],
      ['3', 'b'],
      ['2', 'a'],
    ]);
  });

  test('with a second member, takes the surplus from the end of the list', () => {
    const all = new Map(['0', '1', '2', '3'].map((partition) => [partition, 'a']));
    expect(stickyBalancer(['a', 'b'], ['0', '1', '2', '3'], all)).toEqual(
      new Map([
        ['0', 'a'],
        ['1', 'a'],
        ['2', 'b'],
        ['3', 'b'],
      ]),
    );
  });
});
