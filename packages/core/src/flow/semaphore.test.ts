import { expect, test } from 'vitest';
import { createSemaphore } from './semaphore.js';

const never = new AbortController().signal;

test('lets so many in, and the others in the order in which they came', async () => {
  const semaphore = createSemaphore(2);
  const [first] = await Promise.all([semaphore.acquire(never), semaphore.acquire(never)]);
  const entered: string[] = [];
  const enter = async (name: string): Promise<() => void> => {
    const leave = await semaphore.acquire(never);
    entered.push(name);
    return leave;
  };
  const third = enter('third');
  const fourth = enter('fourth');
  await Promise.resolve();
  expect(entered).toEqual([]);
  first?.();
  first?.();
  (await third)();
  await fourth;
  expect(entered).toEqual(['third', 'fourth']);
});

test('who stops waiting takes no place', async () => {
  const semaphore = createSemaphore(1);
  const leave = await semaphore.acquire(never);
  const impatient = new AbortController();
  const waiting = semaphore.acquire(impatient.signal);
  const patient = semaphore.acquire(never);
  impatient.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  leave();
  (await patient)();
  expect(semaphore.free).toBe(1);
  await expect(semaphore.acquire(impatient.signal)).rejects.toThrow('enough');
});
