import { expect, test } from 'vitest';
import { coalesce } from './coalesce.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what is asked in one turn is one call, and each asker gets its own answer', async () => {
  const calls: (readonly number[])[] = [];
  const double = coalesce<number, number>(async (keys) => {
    calls.push(keys);
    return keys.map((key) => 2 * key);
  });
  const first = double(1);
  await Promise.resolve();
  const second = double(2);
  expect(await Promise.all([first, second])).toEqual([2, 4]);
  await turn();
  expect(await double(3)).toBe(6);
  expect(calls).toEqual([[1, 2], [3]]);
});

test('what is asked while a call is under way goes into the next one', async () => {
  const calls: (readonly number[])[] = [];
  let answer: (() => void) | undefined;
  const slow = coalesce<number, number>(async (keys) => {
    calls.push(keys);
    if (calls.length === 1) {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
    }
    return keys;
  });
  const first = slow(1);
  await turn();
  await turn();
  expect(await slow(2)).toBe(2);
  answer?.();
  expect(await first).toBe(1);
  expect(calls).toEqual([[1], [2]]);
});

test('a call that fails, or throws at once, rejects all of its askers and nobody later', async () => {
  let failing = true;
  const run = coalesce<number, number>((keys) => {
    if (failing) throw new Error('no');
    return Promise.resolve(keys);
  });
  const asked = [run(1), run(2)];
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  failing = false;
  await expect(run(3)).resolves.toBe(3);
});
