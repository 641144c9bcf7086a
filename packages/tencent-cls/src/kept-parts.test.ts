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
  parts.forget(['b']);
  expect(await parts.of('a', ask)).toBe(3);
  parts.forget(['a']);
  expect(await parts.of('a', ask)).toBe(4);
});

it('what was asked for before everything was cleared is not kept', async () => {
  const parts = createKeptParts<number>(createFakeClock(), 5_000);
  let answer = (_: number): void => undefined;
  const slow = parts.of('a', () => new Promise((resolve) => (answer = resolve)));
  parts.clear();
  answer(1);
  expect(await slow).toBe(1);
  expect(await parts.of('a', async () => 2)).toBe(2);
});
