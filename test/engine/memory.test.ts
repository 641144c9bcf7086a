import { type Batch, createMemoryBudget, type MemoryBudget } from '@polylog/core';
import type { LogDriver } from '@polylog/core/driver';
import { createFakeClock, createMemoryLog, type FakeClock } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';

afterEach(stopObserved);

const MB = 1024 * 1024;
const never = (): Promise<void> => new Promise<void>(() => undefined);

/** A driver whose bodies with records have the size that the test says. */
function sized(driver: LogDriver, bytes: (partition: string) => number): LogDriver {
  return {
    ...driver,
    read: (partition, from, options) =>
      driver.read(partition, from, {
        ...options,
        reserve: (raw) => options.reserve(raw === 0 ? 0 : bytes(partition.id)),
      }),
  };
}

/** A budget that remembers its highest use and what was first asked for each read. */
function observedBudget(maxBytes: number, clock: FakeClock) {
  const inner = createMemoryBudget({ maxBytes, clock });
  const asked: number[] = [];
  const seen = { peak: 0 };
  const look = (): void => {
    seen.peak = Math.max(seen.peak, inner.usedBytes);
  };
  const budget: MemoryBudget = {
    maxBytes,
    get usedBytes() {
      return inner.usedBytes;
    },
    async reserve(bytes, signal, onOverdraft) {
      asked.push(bytes);
      const reservation = await inner.reserve(bytes, signal, onOverdraft);
      look();
      return {
        get bytes() {
          return reservation.bytes;
        },
        async resize(wanted, resizing) {
          await reservation.resize(wanted, resizing);
          look();
        },
        release: () => reservation.release(),
      };
    },
  };
  return { budget, asked, seen };
}

test('6.1 bytes count from the pull until process() settles; an abort frees nothing', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 10));
  const memory = createMemoryBudget({ maxBytes: 64 * MB, clock });
  let settle: (() => void) | undefined;
  const a = observeConsumer(log, clock, 'a', {
    driver: sized(log.driver(), () => 5 * MB),
    memory,
    handle: () =>
      new Promise<void>((resolve) => {
        settle = resolve;
      }),
  });
  await clock.advance(1_000);
  expect(memory.usedBytes).toBe(5 * MB);
  await a.stop(2_000);
  expect(memory.usedBytes).toBe(5 * MB);
  settle?.();
  await clock.settle();
  expect(memory.usedBytes).toBe(0);
});

test('6.1 consumers that share a budget stay under it together', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 8, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 40));
  const { budget, seen } = observedBudget(20 * MB, clock);
  const shared = { memory: budget, driver: sized(log.driver(), () => 4 * MB) };
  const slowly = (): Promise<void> =>
    new Promise((resolve) => {
      clock.schedule(300, resolve);
    });
  const a = observeConsumer(log, clock, 'a', { ...shared, handle: slowly });
  const b = observeConsumer(log, clock, 'b', { ...shared, handle: slowly });
  await clock.advance(120_000);
  expect(a.handled.length + b.handled.length).toBe(8 * 40);
  expect(seen.peak).toBeGreaterThan(10 * MB);
  expect(seen.peak).toBeLessThanOrEqual(20 * MB);
  await a.stop();
  await b.stop();
  expect(budget.usedBytes).toBe(0);
});

test('6.2 before a pull: 1 MiB at first, then twice the largest recent body, never over a quarter of the budget', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 30));
  const { budget, asked } = observedBudget(20 * MB, clock);
  observeConsumer(log, clock, 'a', {
    memory: budget,
    driver: sized(log.driver(), () => 2 * MB),
  });
  await clock.advance(10);
  expect(asked).toEqual([1 * MB, 4 * MB, 4 * MB]);

  const small = observedBudget(2 * MB, clock);
  observeConsumer(log, clock, 'b', { memory: small.budget, partitions: { 0: 'earliest' } });
  await clock.advance(10);
  expect(small.asked[0]).toBe(MB / 2);

  const narrow = observedBudget(64 * MB, clock);
  const driver = log.driver();
  observeConsumer(log, clock, 'c', {
    memory: narrow.budget,
    partitions: { 0: 'earliest' },
    driver: { ...driver, limits: { ...driver.limits, maxBodyBytes: 1_000 } },
  });
  await clock.advance(10);
  expect(narrow.asked[0]).toBe(1_000);
});

test('6.2 a body larger than what was reserved waits for the whole amount and holds nothing meanwhile; smaller ones pass', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 3, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 5));
  const memory = createMemoryBudget({ maxBytes: 10 * MB, clock });
  const sizes: Record<string, number> = { 0: 8 * MB, 1: 7 * MB, 2: MB / 2 };
  const reserved: string[] = [];
  const driver = log.driver();
  let first: (() => void) | undefined;
  const a = observeConsumer(log, clock, 'a', {
    memory,
    driver: {
      ...driver,
      async read(partition, from, options) {
        const batch = await driver.read(partition, from, { ...options, reserve: async () => undefined });
        if (batch.recordCount > 0) {
          if (partition.id !== '0') await new Promise((resolve) => clock.schedule(100, () => resolve(undefined)));
          await options.reserve(sizes[partition.id] ?? 0);
          reserved.push(partition.id);
        } else await options.reserve(0);
        return batch;
      },
    } satisfies LogDriver,
    handle: ({ partition }: Batch) =>
      partition === '0'
        ? new Promise<void>((resolve) => {
            first = resolve;
          })
        : undefined,
  });
  await clock.advance(2_000);
  expect(reserved).toEqual(['0', '2']);
  expect(memory.usedBytes).toBe(8 * MB);
  expect(a.of('memory-overdrawn')).toEqual([]);
  first?.();
  await clock.advance(10);
  expect(reserved).toEqual(['0', '2', '1']);
});

test('6.2 after five seconds one at a time is admitted as an overdraft, with an event', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 3, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 5));
  const { budget, seen } = observedBudget(4 * MB, clock);
  const a = observeConsumer(log, clock, 'a', {
    memory: budget,
    driver: sized(log.driver(), () => 9 * MB),
    handle: () =>
      new Promise<void>((resolve) => {
        clock.schedule(1_000, resolve);
      }),
  });
  await clock.advance(4_900);
  expect(a.handled).toEqual([]);
  await clock.advance(60_000);
  expect(a.handled).toHaveLength(15);
  expect(seen.peak).toBeLessThanOrEqual(4 * MB + 9 * MB);
  const overdrawn = a.of('memory-overdrawn').map((event) => 'bytes' in event && event.bytes);
  expect(overdrawn).toEqual([9 * MB, 9 * MB, 9 * MB]);
});

test('6.2 one hung processor and one body over the budget do not keep the other partitions from finishing', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 50, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 20));
  const { budget, seen } = observedBudget(64 * MB, clock);
  const a = observeConsumer(log, clock, 'a', {
    memory: budget,
    driver: sized(log.driver(), (id) => (id === '7' ? 70 * MB : 8 * MB)),
    handle: ({ partition }: Batch) => (partition === '3' ? never() : undefined),
  });
  await clock.advance(120_000);
  for (const id of log.partitionIds()) {
    if (id === '3') continue;
    expect(a.handled.filter((each) => each.startsWith(`${id}:`))).toEqual(handledOf(id, 0, 20));
  }
  expect(seen.peak).toBeLessThanOrEqual(64 * MB + 70 * MB);
});

test('6.3 a driver is told the largest body it may hold', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const driver = log.driver();
  const told = new Set<number>();
  const read: LogDriver['read'] = (partition, from, options) => {
    told.add(options.maxBytes);
    return driver.read(partition, from, options);
  };
  observeConsumer(log, clock, 'a', { driver: { ...driver, read } });
  await clock.advance(10);
  expect([...told]).toEqual([64 * MB]);
  observeConsumer(log, clock, 'b', { driver: { ...driver, read }, maxBatchBytes: 1_000, partitions: { 0: 'latest' } });
  await clock.advance(10);
  expect([...told]).toEqual([64 * MB, 1_000]);
});

test('6.1 whatever is fetched ahead when a partition is lost, asked back or fails is given back', async () => {
  for (const how of ['lost', 'stopped', 'failed'] as const) {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 2, clock });
    for (const id of log.partitionIds()) log.append(id, numbered(0, 40));
    const memory = createMemoryBudget({ maxBytes: 64 * MB, clock });
    const a = observeConsumer(log, clock, 'a', {
      memory,
      driver: sized(log.driver(), () => 2 * MB),
      handle: () =>
        new Promise<void>((resolve, reject) => {
          clock.schedule(20_000, () => (how === 'failed' ? reject(new Error('no')) : resolve()));
        }),
    });
    await clock.advance(5_500);
    expect(memory.usedBytes).toBe(8 * MB);
    if (how === 'lost') log.group('g')?.evict('a');
    if (how === 'lost') log.faults.add({ call: 'read', action: { kind: 'hang' } });
    if (how === 'stopped') void a.consumer.stop();
    await clock.advance(20_000);
    if (how === 'lost') await a.stop();
    expect([how, memory.usedBytes]).toEqual([how, 0]);
  }
});
