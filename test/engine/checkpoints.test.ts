import type { Batch, PartitionContext } from '@polylog/core';
import type { SaveOutcome } from '@polylog/core/driver';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

test('3.1 what is done is saved by time, all partitions in one call', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 3, clock });
  for (const id of ['0', '1', '2']) log.append(id, numbered(0, 5));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(4_900);
  const before = log.calls.filter((call) => call.startsWith('save')).length;
  await clock.advance(200);
  expect(log.calls.filter((call) => call.startsWith('save')).slice(before)).toEqual(['save a [0@5,1@5,2@5]']);
  expect(a.of('checkpoint-saved')).toHaveLength(6);
  await clock.advance(60_000);
  expect(log.calls.filter((call) => call.startsWith('save'))).toHaveLength(before + 1);
});

test('3.1 a save that is refused ends the partition and writes nothing more, although the lease goes on', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  log.append('1', numbered(0, 5));
  let refusing = false;
  const savedAfter: string[] = [];
  const driver = wrapDriver(log.driver(), {
    async save(send, checkpoints) {
      if (!refusing) return send();
      for (const { partition, position } of checkpoints) savedAfter.push(`${partition} ${position}`);
      const lost: SaveOutcome = {
        kind: 'lost',
        failure: { code: 'lease-lost', scope: 'partition', message: 'Another consumer holds it.' },
      };
      return new Map(checkpoints.map(({ partition }) => [partition, partition === '0' ? lost : { kind: 'saved' }]));
    },
  });
  const signals: AbortSignal[] = [];
  const a = observeConsumer(log, clock, 'a', {
    driver,
    handle(batch: Batch, { signal }: PartitionContext) {
      if (batch.partition === '0') signals.push(signal);
    },
  });
  await clock.advance(4_000);
  refusing = true;
  await clock.advance(1_500);
  expect(a.of('checkpoint-refused')).toMatchObject([{ partition: '0', code: 'lease-lost' }]);
  expect(a.of('partition-lost')).toMatchObject([{ partition: '0' }]);
  expect(savedAfter.filter((each) => each.startsWith('0'))).toHaveLength(1);
  expect(signals[0]?.aborted).toBe(true);
  expect(a.of('lease-lost')).toEqual([]);
  refusing = false;
  await clock.advance(20_000);
  // The group still names it: it starts anew from its checkpoint.
  expect(a.handled.filter((each) => each.startsWith('0'))).toEqual([...handledOf('0', 0, 5), ...handledOf('0', 0, 5)]);
  expect(a.outcome()).toBeUndefined();
});

test('3.1 a save that says that the member is unknown ends the membership, and the member registers anew', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a');
  // Between two heartbeats; the save at 5 s is what finds it out.
  await clock.advance(4_999);
  log.faults.add({ call: 'heartbeat', times: 1, action: { kind: 'fail', failure: { code: 'unavailable' } } });
  log.group('g')?.evict('a');
  await clock.advance(10);
  expect(a.of('lease-lost')).toMatchObject([{ partitions: ['0', '1'] }]);
  await clock.advance(20_000);
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@5');
  expect(a.outcome()).toBeUndefined();
});

test('3.1 a save that fails for now is retried, one at a time, with what is done by then', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  let inFlight = 0;
  let most = 0;
  const driver = wrapDriver(log.driver(), {
    async save(send) {
      most = Math.max(most, ++inFlight);
      await new Promise<void>((resolve) => {
        clock.schedule(3_000, resolve);
      });
      inFlight--;
      return send();
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver, checkpoint: { everyMs: 1_000 } });
  await clock.advance(4_000);
  const lift = log.faults.add({ call: 'save', action: { kind: 'fail', failure: { code: 'throttled' } } });
  await clock.advance(4_000);
  log.append('0', numbered(5, 5));
  await clock.advance(10_000);
  lift();
  await clock.advance(20_000);
  expect(most).toBe(1);
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@10');
  expect(a.of('call-retried').length).toBeGreaterThan(0);
  expect(a.of('call-retried').every((event) => 'call' in event && event.call === 'save')).toBe(true);
});

test('3.1 a save that fails for good fails the partition with its code', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  log.faults.add({ call: 'save', action: { kind: 'fail', failure: { code: 'permission-denied', message: 'No.' } } });
  await clock.advance(40_000);
  expect(a.of('partition-failed')).toMatchObject([{ partition: '0', code: 'permission-denied' }]);
  expect(a.outcome()).toMatchObject({ code: 'permission-denied', message: 'No.' });
});

test('3.1 a save call that rejects as lease-lost lets the partition go, and does not stop the consumer', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  log.faults.add({ call: 'save', times: 1, action: { kind: 'fail', failure: { code: 'lease-lost' } } });
  await clock.advance(30_000);
  expect(a.of('partition-lost')).toHaveLength(1);
  expect(a.outcome()).toBeUndefined();
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@5');
});

test('3.1 a save times out at the end of the lease', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const timeouts: { readonly at: number; readonly timeoutMs: number }[] = [];
  const driver = wrapDriver(log.driver(), {
    async save(send, _, { timeoutMs = 0 }) {
      timeouts.push({ at: clock.monotonic(), timeoutMs });
      return send();
    },
  });
  observeConsumer(log, clock, 'a', { driver, checkpoint: { everyMs: 20_000 } });
  await clock.advance(100);
  log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  await clock.advance(25_000);
  expect(timeouts).toEqual([
    { at: 0, timeoutMs: 10_000 },
    { at: 20_000, timeoutMs: 7_000 },
  ]);
});

test('3.1 a save whose answer is lost is sent again', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  log.faults.add({ call: 'save', times: 1, action: { kind: 'lose-answer', failure: { code: 'unavailable' } } });
  await clock.advance(10_000);
  expect(log.calls.filter((call) => call === 'save a [0@5]')).toHaveLength(2);
  expect((await a.stop()).partitions).toEqual({ 0: { saved: '0@5', lastDone: '0@5', abandoned: false } });
});

test('3.1 a driver that tells nothing of a checkpoint is an internal error, never a success', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const driver = wrapDriver(log.driver(), { save: async () => new Map() });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(100);
  expect(a.outcome()).toMatchObject({ code: 'internal' });
});

test('a flush resolves once the service has confirmed what is done', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 30));
  const seen: unknown[] = [];
  observeConsumer(log, clock, 'a', {
    checkpoint: { everyMs: 3_600_000 },
    async handle(_: Batch, { tracker }: PartitionContext) {
      await tracker.save({ flush: true });
      seen.push([tracker.done, tracker.saved, log.group('g')?.checkpoints().get('0')?.position]);
    },
  });
  await clock.advance(100);
  expect(seen).toEqual([
    ['0@0', '0@0', '0@0'],
    ['0@10', '0@10', '0@10'],
    ['0@20', '0@20', '0@20'],
  ]);
});
