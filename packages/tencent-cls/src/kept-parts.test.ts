import { createFakeClock } from '@polylog/core/testing';
import { expect, it } from 'vitest';
import { createKeptParts } from './kept-parts.js';

it('a part that is known is not asked for again before the whole is known, for so long', async () => {
  const clock = createFakeClock();
  const parts = createKeptParts<number>(clock, 5_000);
  let asked = 0;
  const ask = async (): Promise<number> => ++asked;
  const failing = (): Promise<number> => Promise.reject(new Error('throttled'));
  expect(await parts.of('a', ask)).toBe(1);
  await expect(parts.of('b', failing)).rejects.toThrow('throttled');
  expect(await parts.of('a', ask)).toBe(1);
  expect(await parts.of('b', ask)).toBe(2);
  await clock.advance(5_000);
  expect(await parts.of('a', ask)).toBe(3);
  parts.clear();
  expect(await parts.of('a', ask)).toBe(4);
});
