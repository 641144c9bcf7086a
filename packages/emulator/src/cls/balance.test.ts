import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clsBalancer } from './balance.js';

/** `{ A: '12' }`: A has 1 and 2. */
function deal(members: string, partitions: string, current: Readonly<Record<string, string>>): Record<string, string> {
  const owners = new Map(Object.entries(current).flatMap(([member, list]) => [...list].map((id) => [id, member])));
  const dealt: Record<string, string> = Object.fromEntries([...members].map((member) => [member, '']));
  for (const [id, member] of [...clsBalancer([...members], [...partitions], owners)].sort()) {
    dealt[member] = `${dealt[member]}${id}`;
  }
  return dealt;
}

describe('the service’s own examples', () => {
  test('1: A has 1 and 2, B has 3 and 4; 5 comes and goes to B', () => {
    expect(deal('AB', '12345', { A: '12', B: '34' })).toEqual({ A: '12', B: '345' });
  });

  test('2: A has 1, 2, 3 and B has 4, 5, 6; C comes and gets the highest of each', () => {
    expect(deal('ABC', '123456', { A: '123', B: '456' })).toEqual({ A: '12', B: '45', C: '36' });
  });
});

test('with nobody there nothing is dealt; with more members than partitions some get none', () => {
  expect(deal('', '12', { A: '12' })).toEqual({});
  expect(deal('ABC', '12', {})).toEqual({ A: '', B: '2', C: '1' });
});

const members = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
const owners = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'gone')), { maxLength: 20 });

test('whoever has what before: all is dealt, evenly, nobody gives away more than is over, and it is settled at once', () => {
  fc.assert(
    fc.property(members, owners, (names, before) => {
      const partitions = before.map((_, i) => String(i));
      const current = new Map(before.flatMap((owner, i) => (owner === null ? [] : [[String(i), owner] as const])));
      const dealt = clsBalancer(names, partitions, current);
      expect([...dealt.keys()].sort()).toEqual([...partitions].sort());
      const counts = names.map((name) => [...dealt.values()].filter((owner) => owner === name).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      for (const name of names) {
        const had = [...current].filter(([, owner]) => owner === name).map(([id]) => id);
        const kept = had.filter((id) => dealt.get(id) === name);
        if (kept.length < had.length)
          expect(kept.length).toBeGreaterThanOrEqual(Math.floor(partitions.length / names.length));
      }
      expect(clsBalancer(names, partitions, dealt)).toEqual(dealt);
    }),
  );
});
