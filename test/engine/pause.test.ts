import { type Batch, createMemoryBudget } from '@polylog/core';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

const MB = 1024 * 1024;

test('6.4 at most sixteen pulls are under way at once, over all members of a consumer', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 60, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 20));
  let atOnce = 0;
  let most = 0;
  const driver = wrapDriver(log.driver(), {
    async read(send) {
      most = Math.max(most, ++atOnce);
      await new Promise<void>((resolve) => {
        clock.schedule(50, resolve);
      });
      atOnce--;
      return send();
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver, members: 2 });
  await clock.advance(20_000);
  expect(most).toBe(16);
  expect(new Set(a.handled)).toHaveLength(1_200);
});

test('6.4 a body that waits for memory has no pull; should its connection be cut meanwhile, no place is lost', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 40, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 10));
  const memory = createMemoryBudget({ maxBytes: 64 * MB, clock });
  const hog = await memory.reserve(60 * MB, new AbortController().signal);
  let cuts = 0;
  const driver = wrapDriver(log.driver(), {
    async read(send, _, __, { reserve }) {
      if (cuts >= 40) return send();
      cuts++;
      const waiting = reserve(8 * MB);
      waiting.catch(() => undefined);
      // The server does not wait for a reader so long.
      await new Promise<void>((resolve) => {
        clock.schedule(1_000, resolve);
      });
      throw new Error('socket hang up');
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver, memory });
  await clock.advance(4_000);
  hog.release();
  await clock.advance(10_000);
  for (const id of log.partitionIds()) log.append(id, numbered(10, 10));
  await clock.advance(10_000);
  expect(new Set(a.handled)).toHaveLength(800);
  await a.stop();
  expect(memory.usedBytes).toBe(0);
});

test('6.4 a paused partition gives up what was fetched ahead, reads nothing, and stays held; resumed, it misses nothing', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 40));
  const memory = createMemoryBudget({ maxBytes: 64 * MB, clock });
  const driver = wrapDriver(log.driver(), {
    async read(send, _, __, { reserve }) {
      const batch = await send();
      await reserve(batch.recordCount > 0 ? 3 * MB : 0);
      return batch;
    },
  });
  const ends: Record<string, () => void> = {};
  const a = observeConsumer(log, clock, 'a', {
    driver,
    memory,
    handle: ({ partition }: Batch) =>
      new Promise<void>((resolve) => {
        ends[partition] = resolve;
      }),
  });
  await clock.advance(1_000);
  expect(memory.usedBytes).toBe(12 * MB);
  a.consumer.pause(['0']);
  await clock.advance(10);
  // What is in hand stays; what was ahead is gone.
  expect(memory.usedBytes).toBe(9 * MB);
  expect(a.consumer.status().partitions).toMatchObject([
    { id: '0', paused: true, bytesHeld: 3 * MB },
    { id: '1', paused: false, bytesHeld: 6 * MB },
  ]);
  ends['0']?.();
  const reads = log.calls.filter((call) => call.startsWith('read 0@')).length;
  await clock.advance(60_000);
  expect(log.calls.filter((call) => call.startsWith('read 0@'))).toHaveLength(reads);
  expect(a.handled.filter((each) => each.startsWith('0:'))).toEqual(handledOf('0', 0, 10));
  expect(log.calls.at(-1)).not.toBe('heartbeat a [1]');
  expect(log.group('g')?.owner('0')).toBe('a');
  // Done and saved, although paused.
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@10');
  a.consumer.resume(['0']);
  for (let batch = 0; batch < 3; batch++) {
    await clock.advance(10);
    ends['0']?.();
  }
  await clock.advance(10);
  expect(a.handled.filter((each) => each.startsWith('0:'))).toEqual(handledOf('0', 0, 40));
  expect(a.of('partition-paused')).toMatchObject([{ partition: '0' }]);
  expect(a.of('partition-resumed')).toMatchObject([{ partition: '0' }]);
});

test('6.4 paused, resumed and paused again in one turn is paused', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  a.consumer.pause(['0']);
  await clock.advance(100);
  a.consumer.resume(['0']);
  a.consumer.pause(['0']);
  log.append('0', numbered(0, 5));
  await clock.advance(10_000);
  expect(a.handled).toEqual([]);
});

test('6.4 a partition that was paused before it came begins paused, and drains at once', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a');
  a.consumer.pause(['0']);
  await clock.advance(10_000);
  expect(a.handled).toEqual([]);
  expect(log.calls.filter((call) => call.startsWith('read'))).toEqual([]);
  expect(await a.stop()).toEqual({
    partitions: { 0: { saved: '0@0', lastDone: '0@0', abandoned: false } },
    inTime: true,
  });
});
