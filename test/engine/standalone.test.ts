import type { Batch, PartitionContext, Position } from '@polylog/core';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';

afterEach(stopObserved);

test('3.5 standalone reads the named partitions from their starts, without a group and without a save', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 4, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 12));
  await clock.advance(1_000);
  const now = clock.now();
  log.append('2', numbered(12, 3));
  const a = observeConsumer(log, clock, 'a', {
    partitions: { 0: 'earliest', 1: 'latest', 2: new Date(now), 3: { position: '3@10' as Position } },
  });
  await clock.advance(1_000);
  log.append('1', numbered(12, 2));
  await clock.advance(5_000);
  expect([...a.handled].sort()).toEqual(
    [...handledOf('0', 0, 12), ...handledOf('1', 12, 2), ...handledOf('2', 12, 3), ...handledOf('3', 10, 2)].sort(),
  );
  expect(log.calls.filter((call) => /^(join|heartbeat|save|checkpoints)/.test(call))).toEqual([]);
  expect(await a.stop()).toEqual({
    partitions: {
      0: { saved: undefined, lastDone: '0@12', abandoned: false },
      1: { saved: undefined, lastDone: '1@14', abandoned: false },
      2: { saved: undefined, lastDone: '2@15', abandoned: false },
      3: { saved: undefined, lastDone: '3@12', abandoned: false },
    },
    inTime: true,
  });
  expect(clock.pending).toBe(0);
});

test('standalone ends when every partition has ended', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 12));
  const [left, right] = log.split('0');
  log.append(left, numbered(0, 3));
  log.merge(left, right);
  const reasons: string[] = [];
  const a = observeConsumer(log, clock, 'a', {
    partitions: { 0: 'earliest', [left]: 'earliest' },
    processor: () => ({
      process: () => undefined,
      shutdown: ({ partition }: PartitionContext, why: string) => void reasons.push(`${partition.id} ${why}`),
    }),
  });
  await clock.advance(1_000);
  expect(a.outcome()).toBe('resolved');
  expect(reasons.sort()).toEqual([`0 ended`, `${left} ended`]);
  expect(a.of('partition-ended')).toHaveLength(2);
  expect(a.of('partition-ended')).toEqual(
    expect.arrayContaining([expect.objectContaining({ at: '0@12' }), expect.objectContaining({ at: `${left}@3` })]),
  );
});

test('standalone: a partition that does not exist is named, with those that do', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  const a = observeConsumer(log, clock, 'a', { partitions: { 0: 'earliest', 7: 'earliest' } });
  await clock.advance(1_000);
  expect(a.outcome()).toMatchObject({ code: 'not-found', message: expect.stringMatching(/"7".*0, 1/) });
});

test('3.5 standalone: saving is unsupported, and batch.next is where to go on', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  let error: unknown;
  let kept: Position | undefined;
  const a = observeConsumer(log, clock, 'a', {
    partitions: { 0: 'earliest' },
    async handle(batch: Batch, { tracker }: PartitionContext) {
      kept ??= batch.next;
      await tracker.save({ flush: true }).catch((thrown: unknown) => {
        error = thrown;
      });
    },
  });
  await clock.advance(1_000);
  await a.stop();
  expect(error).toMatchObject({ code: 'unsupported', partition: '0' });
  const b = observeConsumer(log, clock, 'b', { partitions: { 0: { position: kept } } });
  await clock.advance(1_000);
  expect(b.handled).toEqual(handledOf('0', 10, 5));
});

test('standalone: a process that throws rejects run, and the others are drained', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  log.append('1', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    partitions: { 0: 'earliest', 1: 'earliest' },
    handle: ({ partition }: Batch) =>
      new Promise((resolve, reject) => {
        clock.schedule(500, () => (partition === '0' ? reject(new Error('no')) : clock.schedule(500, () => resolve())));
      }),
  });
  await clock.advance(2_000);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', partition: '0' });
  expect((await a.stop()).partitions).toMatchObject({
    0: { lastDone: '0@0', abandoned: true },
    1: { lastDone: '1@5', abandoned: false },
  });
});

test('standalone: a stop reports a hung process() by its deadline', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    partitions: { 0: 'earliest' },
    handle: () => new Promise<void>(() => undefined),
  });
  await clock.advance(1_000);
  expect(await a.stop(3_000)).toEqual({
    partitions: { 0: { saved: undefined, lastDone: '0@0', abandoned: true } },
    inTime: false,
  });
  expect(clock.pending).toBe(0);
});

test('standalone: an expired position stops, and nothing is skipped', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  log.trim('0', 10);
  const a = observeConsumer(log, clock, 'a', { partitions: { 0: { position: '0@3' } } });
  await clock.advance(1_000);
  expect(a.outcome()).toMatchObject({ code: 'position-lost', partition: '0' });
  expect(a.handled).toEqual([]);
});
