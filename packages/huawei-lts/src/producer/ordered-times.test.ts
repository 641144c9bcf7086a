import { expect, it } from 'vitest';
import { orderedTimes } from './ordered-times.js';

const NOW_MS = 1_763_000_000_000;
const DAY_MS = 86_400_000;
const ns = (ms: number): bigint => BigInt(ms) * 1_000_000n;

it('gives each time a nanosecond of its own within a millisecond, and follows the clock', () => {
  const next = orderedTimes();
  expect([0, 0.25, 0.5, 2, 2].map((ms) => next(NOW_MS + ms) - ns(NOW_MS))).toEqual([0n, 1n, 2n, ns(2), ns(2) + 1n]);
});

it('never goes back, and gives no time twice, where the clock is set back', () => {
  const next = orderedTimes();
  const times = [5, 5, 4, 3, 5, 0, 6].map((ms) => next(NOW_MS + ms) - ns(NOW_MS));
  expect(times).toEqual([ns(5), ns(5) + 1n, ns(5) + 2n, ns(5) + 3n, ns(5) + 4n, ns(5) + 5n, ns(6)]);
});

it('does not stay in a future that the service would drop', () => {
  const next = orderedTimes();
  next(NOW_MS + 2 * DAY_MS);
  expect(next(NOW_MS)).toBe(ns(NOW_MS));
});
