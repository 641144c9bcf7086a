import { describe, expect, test } from 'vitest';
import { keyText, LAST_KEY } from './hash-key.js';
import { createPartitionSet, type PartitionSet, type PartitionSpec, type Sealable } from './partition-set.js';

function setOf(count: number, firstId = 1): PartitionSet<Sealable> {
  return createPartitionSet({
    count,
    firstId,
    nowMs: 7,
    open(spec) {
      let readOnly = false;
      return {
        ...spec,
        get readOnly() {
          return readOnly;
        },
        seal: () => {
          readOnly = true;
        },
      };
    },
  });
}

const refusal = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return (error as { readonly refusal: unknown }).refusal;
  }
};

describe('partitions', () => {
  test('a split seals the old one; its parts cover its range and know where they come from', () => {
    const set = setOf(2);
    const [old, ...parts] = set.split(2, { parts: 3 }, 9);
    expect(old?.readOnly).toBe(true);
    expect(parts.map(({ id, parents, createdAtMs }) => [id, parents, createdAtMs])).toEqual([
      [3, [2], 9],
      [4, [2], 9],
      [5, [2], 9],
    ]);
    expect([parts[0]?.begin, parts[0]?.end === parts[1]?.begin, parts[2]?.end]).toEqual([old?.begin, true, LAST_KEY]);
  });

  test('a merge joins right-hand neighbours; the last one has none', () => {
    const set = setOf(3);
    const [joined, left, right] = set.merge('1', 9);
    expect([joined?.id, joined?.parents, left?.readOnly, right?.readOnly]).toEqual([4, [1, 2], true, true]);
    expect(keyText(joined?.end as bigint)).toBe(keyText(right?.end as bigint));
    expect(refusal(() => set.merge(3, 9))).toBe('last-partition');
  });

  test('writes go to writable ones only: in turn, by key, or by name', () => {
    const set = setOf(2);
    set.split(1, { key: 16n }, 9);
    expect([0, 1, 2, 3].map(() => set.pick(undefined).id)).toEqual([2, 3, 4, 2]);
    expect([set.pick({ key: 15n }).id, set.pick({ key: 16n }).id, set.pick({ key: LAST_KEY }).id]).toEqual([3, 4, 2]);
    expect(set.pick({ partition: 4 }).id).toBe(4);
    expect(refusal(() => set.pick({ partition: 1 }))).toBe('not-writable');
  });

  test('refuses what makes no sense, and changes nothing', () => {
    const set = setOf(2);
    const { begin } = set.find(2) as PartitionSpec;
    expect(refusal(() => set.split(2, { key: begin }, 9))).toBe('bad-key');
    expect(refusal(() => set.split(2, { parts: 1 }, 9))).toBe('bad-key');
    expect(refusal(() => set.split('x', { parts: 2 }, 9))).toBe('not-writable');
    expect(set.all().map(({ id, readOnly }) => [id, readOnly])).toEqual([
      [1, false],
      [2, false],
    ]);
    set.remove(1);
    set.remove(2);
    expect(refusal(() => set.pick(undefined))).toBe('none-writable');
  });
});
