import { expect, test } from 'vitest';
import { backoffMs } from './backoff.js';

const pace = { firstMs: 200, maxMs: 30_000 };

test.each([
  [1, 100, 200],
  [2, 200, 400],
  [5, 1_600, 3_200],
  [9, 15_000, 30_000],
  [1_000, 15_000, 30_000],
])('the pause before try %i after is from %i to %i ms', (attempt, least, most) => {
  expect(backoffMs(attempt, () => 0, pace)).toBe(least);
  expect(backoffMs(attempt, () => 0.999_999, pace)).toBeCloseTo(most, 0);
});

test('a first pause that is longer than the longest is the longest', () => {
  expect(backoffMs(1, () => 0, { firstMs: 100, maxMs: 10 })).toBe(5);
});
