import { type Batch, createMemoryCheckpointStore, type LogRecord, type PartitionContext } from '@polylog/core';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';

afterEach(stopObserved);

const signal = new AbortController().signal;

test('3.5 with a checkpoint store what is done is saved by time and at the stop, and a restart goes on there', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 15));
  const checkpointStore = createMemoryCheckpointStore();
  const stored = () => checkpointStore.load(['0', '1'], { signal });
  const a = observeConsumer(log, clock, 'a', { partitions: { 0: 'earliest', 1: 'latest' }, checkpointStore });
  await clock.advance(10);
  // 1.2: a resolved start, also where nothing comes.
  expect(await stored()).toEqual(
    new Map([
      ['0', '0@0'],
      ['1', '1@0'],
    ]),
  );
  await clock.advance(5_000);
  expect((await stored()).get('0')).toBe('0@15');
  log.append('0', numbered(15, 3));
  await clock.advance(2_000);
  expect((await a.stop()).partitions).toMatchObject({ 0: { saved: '0@18', abandoned: false } });
  log.append('0', numbered(18, 2));
  log.append('1', numbered(0, 2));
  const b = observeConsumer(log, clock, 'b', { partitions: { 0: 'earliest', 1: 'latest' }, checkpointStore });
  await clock.advance(1_000);
  expect([...b.handled].sort()).toEqual([...handledOf('0', 18, 2), ...handledOf('1', 0, 2)].sort());
  expect(b.of('partition-started')).toMatchObject([{ resumed: true }, { resumed: true }]);
});

test('3.5 tracker.save with flush resolves once the store has it', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  const checkpointStore = createMemoryCheckpointStore();
  const seen: unknown[] = [];
  observeConsumer(log, clock, 'a', {
    partitions: { 0: 'earliest' },
    checkpointStore,
    checkpoint: { everyMs: 3_600_000 },
    async handle(_: Batch, { tracker }: PartitionContext) {
      await tracker.save({ flush: true });
      seen.push([tracker.saved, (await checkpointStore.load(['0'], { signal })).get('0')]);
    },
  });
  await clock.advance(100);
  expect(seen).toEqual([
    ['0@0', '0@0'],
    ['0@10', '0@10'],
  ]);
});

test('3.5 a store that fails is tried five times, then fails the partition; nothing is read before the start is stored', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const store = createMemoryCheckpointStore();
  const checkpointStore = { ...store, save: () => Promise.reject(new Error('no space')) };
  const a = observeConsumer(log, clock, 'a', { partitions: { 0: 'earliest' }, checkpointStore });
  await clock.advance(60_000);
  expect(a.of('call-retried')).toHaveLength(4);
  expect(a.outcome()).toMatchObject({ code: 'unknown', partition: '0' });
  expect(log.calls.filter((call) => call.startsWith('read'))).toEqual([]);
});

test('3.5 a flush that waits for a store that is down ends when its partition is given up, and leaves no timer', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  const store = createMemoryCheckpointStore();
  let down = false;
  const { ConsumerError } = await import('@polylog/core');
  const checkpointStore = {
    ...store,
    save: (...call: Parameters<typeof store.save>) =>
      down ? Promise.reject(new ConsumerError('unavailable', 'Down.')) : store.save(...call),
  };
  let ended: unknown;
  const a = observeConsumer(log, clock, 'a', {
    partitions: { 0: 'earliest' },
    checkpointStore,
    async handle(batch: Batch, { tracker }: PartitionContext) {
      if (batch.start !== '0@10') return;
      down = true;
      await tracker.save({ flush: true }).catch((error: unknown) => {
        ended = error;
        throw error;
      });
    },
  });
  await clock.advance(1_000);
  await a.stop(3_000);
  expect(ended).toMatchObject({ code: 'aborted' });
  expect(clock.pending).toBe(0);
});

test('1.5 without a group, too, a partition starts after those of its parents that are named', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 25));
  log.append('1', numbered(0, 5));
  const child = log.merge('0', '1');
  log.append(child, numbered(0, 5));
  const [left, right] = log.split(child);
  log.append(left, numbered(0, 5));
  log.append(right, numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    order: 'lineage',
    partitions: { [left]: 'earliest', [child]: 'earliest', 0: 'earliest', 1: 'earliest' },
    handle: () =>
      new Promise<void>((resolve) => {
        clock.schedule(100, resolve);
      }),
  });
  await clock.advance(10_000);
  expect(a.handled).toHaveLength(40);
  expect(a.handled.slice(30)).toEqual([...handledOf(child, 0, 5), ...handledOf(left, 0, 5)]);
});

test('1.5 what comes after a parent that failed is not started', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const [left] = log.split('0');
  log.append(left, numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    order: 'lineage',
    onPartitionFailure: 'stop-partition',
    partitions: { 0: 'earliest', [left]: 'earliest' },
    processRecord(record: LogRecord) {
      throw new Error(record.id);
    },
  });
  await clock.advance(10_000);
  expect(a.of('partition-started')).toMatchObject([{ partition: '0' }]);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', partition: '0' });
});

test('1.3 without a group latest is the moment at which the run begins, for a partition that waits for its parents, too', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const [left] = log.split('0');
  log.append(left, numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    order: 'lineage',
    partitions: { 0: 'earliest', [left]: 'latest' },
    handle: ({ partition }: Batch) =>
      partition === '0'
        ? new Promise<void>((resolve) => {
            clock.schedule(20_000, resolve);
          })
        : undefined,
  });
  await clock.advance(10_000);
  log.append(left, numbered(5, 5));
  await clock.advance(30_000);
  expect(a.handled).toEqual([...handledOf('0', 0, 5), ...handledOf(left, 5, 5)]);
});
