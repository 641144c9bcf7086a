import { expect, test } from 'vitest';
import { deferred } from '../flow/deferred.js';
import { shareWrites } from './shared-writes.js';

const { signal } = new AbortController();

test('what comes while a write is under way shares the next one, in order', async () => {
  const groups: number[][] = [];
  const gate = deferred<void>();
  const writes = shareWrites<number>(async (items) => {
    groups.push([...items]);
    await gate.promise;
  });
  const first = [writes.write(1, signal), writes.write(2, signal)];
  await new Promise((resolve) => setTimeout(resolve, 5));
  const second = [writes.write(3, signal), writes.write(4, signal), writes.write(5, signal)];
  gate.resolve();
  await Promise.all([...first, ...second]);
  expect(groups).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

test('a failed write fails those that shared it, and nobody else', async () => {
  const writes = shareWrites<string>(async (items) => {
    if (items.includes('bad')) throw new Error('full');
  });
  const shared = await Promise.allSettled([writes.write('good', signal), writes.write('bad', signal)]);
  expect(shared.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await writes.write('good', signal);
});

test('settled waits for everything asked for, and never rejects', async () => {
  let written = 0;
  const writes = shareWrites<string>(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    written += 1;
    throw new Error('full');
  });
  const write = writes.write('x', signal);
  const failed = expect(write).rejects.toThrow('full');
  await writes.settled();
  expect(written).toBe(1);
  await failed;
});
