import type { Batch, PartitionContext } from '@polylog/core';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

test('3.3 a batch that is rewound to while in hand is not done, and comes again', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 25));
  let times = 0;
  const a = observeConsumer(log, clock, 'a', {
    handle(batch: Batch, { tracker }: PartitionContext) {
      if (batch.start === '0@10' && ++times === 1) tracker.rewind(batch);
    },
  });
  await clock.advance(1_000);
  expect(a.handled).toEqual([...handledOf('0', 0, 20), ...handledOf('0', 10, 15)]);
  expect(a.of('partition-rewound')).toMatchObject([{ partition: '0', to: '0@10' }]);
  expect(a.of('batch-done')).toHaveLength(3);
});

test('3.3 rewinding to an earlier batch drops what was fetched ahead, and a place behind what is saved is saved before it is read again', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 45));
  let first: Batch | undefined;
  let atRedelivery: string | undefined;
  const a = observeConsumer(log, clock, 'a', {
    checkpoint: { everyMs: 3_600_000 },
    async handle(batch: Batch, { tracker }: PartitionContext) {
      if (batch.start === '0@0') {
        if (first) atRedelivery = log.group('g')?.checkpoints().get('0')?.position;
        first ??= batch;
      }
      if (batch.start === '0@20' && !atRedelivery) {
        await tracker.save({ flush: true });
        expect(tracker.saved).toBe('0@20');
        tracker.rewind(batch);
        if (first) tracker.rewind(first);
      }
    },
  });
  await clock.advance(1_000);
  expect(atRedelivery).toBe('0@0');
  expect(a.handled).toEqual([...handledOf('0', 0, 30), ...handledOf('0', 0, 45)]);
  const saved = log.calls.lastIndexOf('save a [0@0]');
  expect(saved).toBeGreaterThan(log.calls.indexOf('save a [0@20]'));
  expect(log.calls.lastIndexOf('read 0@0')).toBeGreaterThan(saved);
  // Of what was fetched ahead, behind the batch that was rewound from, nothing was handed out.
  expect(log.calls.filter((call) => call === 'read 0@30')).toHaveLength(2);
});

test('3.3 a save that is on its way counts as saved: it does not arrive behind the back of a rewind', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 20));
  let inFlight = 0;
  const driver = wrapDriver(log.driver(), {
    async save(send) {
      inFlight++;
      await new Promise<void>((resolve) => {
        clock.schedule(3_000, resolve);
      });
      inFlight--;
      return send();
    },
  });
  let first: Batch | undefined;
  const atRedelivery: unknown[] = [];
  observeConsumer(log, clock, 'a', {
    driver,
    checkpoint: { everyMs: 4_000 },
    async handle(batch: Batch, { tracker }: PartitionContext) {
      if (batch.start === '0@0') {
        if (first) atRedelivery.push(inFlight, log.group('g')?.checkpoints().get('0')?.position);
        first ??= batch;
        return;
      }
      // The tick of 4 s sends 0@10; the answer comes at 7 s.
      if (atRedelivery.length > 0) return;
      await new Promise<void>((resolve) => {
        clock.schedule(2_000, resolve);
      });
      if (first) tracker.rewind(first);
    },
  });
  await clock.advance(5_500);
  expect(atRedelivery).toEqual([]);
  await clock.advance(10_000);
  expect(atRedelivery).toEqual([0, '0@0']);
});

test('3.3 a batch of another partition, or of an earlier lease, is refused', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  log.append('1', numbered(0, 5));
  const seen: Batch[] = [];
  const refused: unknown[] = [];
  const a = observeConsumer(log, clock, 'a', {
    checkpoint: { everyMs: 3_600_000 },
    handle(batch: Batch, { tracker }: PartitionContext) {
      for (const other of seen) {
        try {
          tracker.rewind(other);
        } catch (error) {
          refused.push(error);
        }
      }
      seen.push(batch);
    },
  });
  await clock.advance(1_000);
  expect(refused).toMatchObject([{ code: 'invalid-argument', message: expect.stringContaining('another partition') }]);
  log.group('g')?.evict('a');
  await clock.advance(10_000);
  expect(seen).toHaveLength(4);
  // Two and three batches were known by then, one of them of the same partition under the earlier lease.
  expect(refused).toHaveLength(1 + 2 + 3);
  expect(a.of('partition-rewound')).toEqual([]);
});

test('3.3 returning the result of rewind from process is the same as having called it', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  let times = 0;
  const a = observeConsumer(log, clock, 'a', {
    process: (batch: Batch, { tracker }: PartitionContext) => (++times === 1 ? tracker.rewind(batch) : undefined),
  });
  await clock.advance(1_000);
  expect(times).toBe(2);
  expect(a.of('batch-done')).toHaveLength(1);
});

test('3.3 a rewind inside the last batch of an ended partition puts the end off', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  log.split('0');
  let times = 0;
  const ends: number[] = [];
  const a = observeConsumer(log, clock, 'a', {
    processor: () => ({
      process(batch: Batch, { tracker }: PartitionContext) {
        expect(batch.state).toBe('ended');
        if (++times < 3) tracker.rewind(batch);
      },
      shutdown: () => void ends.push(times),
    }),
  });
  await clock.advance(1_000);
  expect(times).toBe(3);
  expect(ends).toEqual([3]);
  expect(a.of('partition-ended')).toMatchObject([{ at: '0@5' }]);
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@5');
});

test('3.3 a rewind of a try that then throws holds once the batch is through', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  let first: Batch | undefined;
  let thrown = false;
  const a = observeConsumer(log, clock, 'a', {
    processorTries: 5,
    handle(batch: Batch, { tracker }: PartitionContext) {
      first ??= batch;
      if (batch.start !== '0@10' || thrown) return;
      thrown = true;
      tracker.rewind(first);
      throw new Error('no');
    },
  });
  await clock.advance(1_000);
  expect(a.handled).toEqual([...handledOf('0', 0, 15), ...handledOf('0', 10, 5), ...handledOf('0', 0, 15)]);
});

test('3.3 a rewind holds although the batch in hand is given up at a stop: the next owner begins there', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  let first: Batch | undefined;
  const a = observeConsumer(log, clock, 'a', {
    processorTries: 5,
    handle(batch: Batch, { tracker }: PartitionContext) {
      first ??= batch;
      if (batch.start !== '0@10') return;
      tracker.rewind(first);
      throw new Error('no');
    },
  });
  await clock.advance(1_000);
  const report = await a.stop();
  expect(report.partitions).toEqual({ 0: { saved: '0@0', lastDone: '0@0', abandoned: true } });
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@0');
});
