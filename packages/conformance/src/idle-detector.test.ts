import type { LogDriver } from '@polylog/core/driver';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { createIdleDetector } from './idle-detector.js';
import { call, partitionOf, place, reading } from './seam.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function memoryDriver(): LogDriver {
  const log = createMemoryLog({ partitions: 1, clock: createFakeClock() });
  log.append('0', [{ fields: { content: 'x' } }]);
  return log.driver();
}

test('a call that still makes its way is waited for', async () => {
  const detector = createIdleDetector();
  const inner = memoryDriver();
  const driver = detector.watch({
    ...inner,
    async partitions(options) {
      for (let turns = 0; turns < 60; turns++) await turn();
      return inner.partitions(options);
    },
  });
  let done = false;
  const listing = driver.partitions(call()).then(() => {
    done = true;
  });
  await detector.idle();
  expect(done).toBe(true);
  await listing;
});

test('a call that nobody answers is waited for once, and not again', async () => {
  let nowMs = 0;
  const detector = createIdleDetector(() => nowMs++);
  const driver = detector.watch({ ...memoryDriver(), partitions: () => new Promise(() => undefined) });
  void driver.partitions(call());
  await detector.idle();
  const before = nowMs;
  await detector.idle();
  expect(nowMs - before).toBeLessThan(30);
});

test('a read that waits for memory is not waited for, and is once it has it', async () => {
  const detector = createIdleDetector();
  const driver = detector.watch(memoryDriver());
  const partition = await partitionOf(driver, '0');
  let grant = (): void => undefined;
  const reserve = (): Promise<void> =>
    new Promise((resolve) => {
      grant = resolve;
    });
  let done = false;
  const from = await place(driver, partition, 'earliest');
  const pending = driver.read(partition, from, reading({ reserve })).then(() => {
    done = true;
  });
  await detector.idle();
  expect(done).toBe(false);
  grant();
  await detector.idle();
  expect(done).toBe(true);
  await pending;
});
