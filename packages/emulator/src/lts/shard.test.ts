import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryShelf } from '../store/log-shelf.js';
import { packetOf } from './record.js';
import { createLtsShard, type LtsShard, type LtsShardOptions } from './shard.js';
import { nanoseconds } from './time.js';

const T0 = 1_700_000_000_000;
const everything = { end: undefined, limit: 1000, maxBytes: Number.POSITIVE_INFINITY };

function open(more: Partial<LtsShardOptions['switches']> = {}): LtsShard {
  const switches = { cursors: 'receive-time', firstCursor: 1n, ...more } as const;
  return createLtsShard({ id: 0 }, { nowMs: T0, switches, shelf: memoryShelf });
}
const textOf = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString();

describe('cursors', () => {
  test('are the time of receipt in nanoseconds, moved on where that is taken, also by a clock that is put back', () => {
    const shard = open();
    const first = [0, 0, 1, -5000].map((ms) => shard.append(packetOf(['1', '2']), T0 + ms));
    const base = nanoseconds(T0);
    expect(first).toEqual([base, base + 2n, base + 1_000_000n, base + 1_000_002n]);
    expect(shard.endCursor).toBe(base + 1_000_004n);
  });

  test('dense: count logs from where they are told to', () => {
    const shard = open({ cursors: 'dense', firstCursor: 2n ** 53n + 1n });
    expect(shard.append(packetOf(['1', '2']), T0)).toBe(2n ** 53n + 1n);
    expect(shard.append(packetOf(['3']), T0 + 10)).toBe(2n ** 53n + 3n);
    expect([shard.beginCursor, shard.endCursor]).toEqual([2n ** 53n + 1n, 2n ** 53n + 4n]);
  });

  test('an empty shard begins where it ends, and the first log is not before that', () => {
    const shard = open();
    expect(shard.beginCursor).toBe(shard.endCursor);
    const end = shard.endCursor;
    expect(shard.append(packetOf(['1']), T0)).toBeGreaterThanOrEqual(end);
  });

  test('of a time: begin up to the first log, then the first one received at or after it, end behind the last', () => {
    const shard = open();
    for (const ms of [10, 10, 30]) shard.append(packetOf(['1', '2']), T0 + ms);
    const at = (ns: bigint): bigint => shard.cursorAt(nanoseconds(T0) + ns) - nanoseconds(T0);
    expect([0n, 10_000_000n, 10_000_001n, 30_000_000n, 30_000_001n].map(at)).toEqual([
      10_000_000n,
      10_000_000n,
      30_000_000n,
      30_000_000n,
      30_000_002n,
    ]);
    expect(shard.cursorAt(2n ** 63n - 1n)).toBe(shard.endCursor);
  });
});

describe('a pull', () => {
  test('gives logs from start up to end, at most as many as the limit, and next right behind the last', () => {
    const shard = open({ cursors: 'dense' });
    shard.append(packetOf(['"a"', '"b"', '"c"']), T0);
    shard.append(packetOf(['"d"']), T0);
    const pulled = (from: bigint, more: object) => {
      const { parts, count, next } = shard.pull({ ...everything, from, ...more });
      return [textOf(parts), count, next];
    };
    expect(pulled(1n, {})).toEqual(['"a","b","c","d"', 4, 5n]);
    expect(pulled(0n, { limit: 2 })).toEqual(['"a","b"', 2, 3n]);
    expect(pulled(2n, { end: 4n })).toEqual(['"b","c"', 2, 4n]);
    expect(pulled(3n, { limit: 2 })).toEqual(['"c","d"', 2, 5n]);
    expect(pulled(2n, { end: 2n })).toEqual(['', 0, undefined]);
    expect(pulled(5n, {})).toEqual(['', 0, undefined]);
    expect(pulled(1n, { maxBytes: 8 })).toEqual(['"a","b"', 2, 3n]);
    expect(pulled(1n, { maxBytes: 1 })).toEqual(['"a"', 1, 2n]);
  });

  test('walked with any limits and any forgetting in between, gives every log once and in order, or what is left of them', () => {
    const step = fc.record({ size: fc.nat(4), ms: fc.integer({ min: -3, max: 9 }) });
    const walk = fc.record({ limit: fc.integer({ min: 1, max: 7 }), forget: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.array(walk, { minLength: 1, maxLength: 9 }), (steps, walks) => {
        const shard = open();
        const cursors: bigint[] = [];
        let name = 0;
        let now = T0;
        for (const { size, ms } of steps) {
          now += ms;
          const first = shard.append(packetOf(Array.from({ length: size + 1 }, () => String(name++))), now);
          for (let n = 0n; n <= size; n++) cursors.push(first + n);
        }
        expect(new Set(cursors).size).toBe(name);
        expect([...cursors].sort((a, b) => (a < b ? -1 : 1))).toEqual(cursors);
        let from = shard.beginCursor;
        const seen: number[] = [];
        for (let turn = 0; from < shard.endCursor; turn++) {
          const { limit, forget } = walks[turn % walks.length] as (typeof walks)[number];
          if (forget) shard.expireTo(from);
          const { parts, count, next } = shard.pull({ ...everything, from, limit });
          const logs = JSON.parse(`[${textOf(parts)}]`) as number[];
          expect(logs).toHaveLength(count);
          expect(count).toBeLessThanOrEqual(limit);
          expect(next).toBe((cursors[logs.at(-1) as number] as bigint) + 1n);
          seen.push(...logs);
          from = next as bigint;
        }
        expect(seen).toEqual(Array.from({ length: name }, (_, i) => i));
      }),
    );
  });
});

describe('forgetting', () => {
  test('by time, by cursor and all: what is left begins behind it, and is counted', () => {
    const shard = open({ cursors: 'dense' });
    for (const ms of [0, 10, 20]) shard.append(packetOf(['1', '2']), T0 + ms);
    shard.expireBefore(T0 + 10);
    expect([shard.keptLogs, shard.beginCursor]).toEqual([4, 3n]);
    shard.expireTo(4n);
    expect([shard.keptLogs, shard.beginCursor]).toEqual([4, 3n]);
    shard.expireTo(5n);
    expect([shard.keptLogs, shard.beginCursor]).toEqual([2, 5n]);
    shard.expireTo(shard.endCursor);
    expect([shard.keptLogs, shard.beginCursor, shard.endCursor]).toEqual([0, 7n, 7n]);
  });

  test('a pull before the oldest log goes on with the oldest', () => {
    const shard = open({ cursors: 'dense' });
    for (const text of ['1', '2']) shard.append(packetOf([text]), T0);
    shard.expireTo(2n);
    expect(textOf(shard.pull({ ...everything, from: 1n }).parts)).toBe('2');
  });
});
