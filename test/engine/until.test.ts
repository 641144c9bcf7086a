import { type Batch, type ConsumerOptions, createConsumer } from '@polylog/core';
import { createFakeClock, createMemoryLog, type FakeClock } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

const after = (clock: FakeClock, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.schedule(ms, resolve);
  });

test('5.1 the end is exclusive, by the receive time; run resolves when all before it is done', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 13));
  log.append('1', numbered(0, 3));
  await clock.advance(1_000);
  const until = { epochMs: clock.now() };
  log.append('0', numbered(13, 10));
  await clock.advance(60_000);
  const a = observeConsumer(log, clock, 'a', { until });
  await clock.advance(60_000);
  expect([...a.handled].sort()).toEqual([...handledOf('0', 0, 13), ...handledOf('1', 0, 3)].sort());
  expect(a.outcome()).toBe('resolved');
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@13');
  expect(a.of('partition-ended')).toHaveLength(2);
  expect(clock.pending).toBe(0);
});

test('5.1 the end is rounded up to what the service can tell apart', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const until = { epochMs: clock.now() + 500 };
  await clock.advance(700);
  log.append('0', numbered(0, 3));
  await clock.advance(300);
  log.append('0', numbered(3, 3));
  await clock.advance(10_000);
  const driver = log.driver();
  const a = observeConsumer(log, clock, 'a', {
    until,
    driver: { ...driver, limits: { ...driver.limits, timeResolutionMs: 1_000 } },
  });
  await clock.advance(60_000);
  expect(a.handled).toEqual(handledOf('0', 0, 3));
});

test('5.1 an end that is not after the start is refused', () => {
  const log = createMemoryLog({ partitions: 1 });
  const options = { driver: log.driver(), group: 'g', process: () => undefined, start: { epochMs: 5_000 } } as const;
  for (const epochMs of [5_000, 4_999]) {
    expect(() => createConsumer({ ...options, until: { epochMs } } as ConsumerOptions)).toThrow(
      /"until".*after "start"/,
    );
  }
});

test('5.1 an end before the present, and a start at it: there is nothing to read', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 3));
  await clock.advance(10_000);
  const a = observeConsumer(log, clock, 'a', { start: 'latest', until: { epochMs: clock.now() - 5_000 } });
  log.append('0', numbered(3, 3));
  await clock.advance(60_000);
  expect(a.handled).toEqual([]);
  expect(a.outcome()).toBe('resolved');
});

test('5.2 a future end is waited for, and asked for only once the time of the service has passed it by five seconds', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const startedAt = clock.monotonic();
  const epochMs = clock.now() + 20_000;
  const a = observeConsumer(log, clock, 'a', { until: { epochMs } });
  let located: number | undefined;
  for (let n = 0; n < 30; n++) {
    log.append('0', numbered(n, 1));
    await clock.advance(1_000);
    if (located === undefined && log.calls.includes(`locate {"epochMs":${epochMs}}`)) located = clock.monotonic();
  }
  expect(located ?? 0).toBeGreaterThanOrEqual(startedAt + 25_000);
  expect(a.outcome()).toBeUndefined();
  await clock.advance(60_000);
  expect(a.outcome()).toBe('resolved');
  // What came at 0 s, 1 s, … 19 s.
  expect(a.handled).toEqual(handledOf('0', 0, 20));
});

test('5.2 a batch that was served at the end, and read without it, is read again with it', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const until = { epochMs: clock.now() + 900 };
  log.append('0', numbered(0, 3));
  let held = 0;
  const bounds: unknown[] = [];
  const driver = wrapDriver(log.driver(), {
    async read(send, _, __, { until: bound }) {
      const batch = await send();
      if (batch.recordCount === 0) return batch;
      bounds.push(bound?.position);
      held++;
      return {
        ...batch,
        release() {
          held--;
          batch.release();
        },
      };
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver, until });
  await clock.advance(800);
  expect(a.handled).toEqual([]);
  log.append('0', numbered(3, 3));
  await clock.advance(200);
  log.append('0', numbered(6, 3));
  await clock.advance(60_000);
  expect(a.handled).toEqual(handledOf('0', 0, 6));
  expect(bounds).toEqual([undefined, '0@6']);
  expect(held).toBe(0);
});

test('5.2 a partition that was split away ends at the end bound, not behind it', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 3));
  await clock.advance(1_000);
  const until = { epochMs: clock.now() };
  log.append('0', numbered(3, 3));
  const children = log.split('0');
  for (const child of children) log.append(child, numbered(0, 2));
  await clock.advance(60_000);
  const a = observeConsumer(log, clock, 'a', { until });
  await clock.advance(120_000);
  expect(a.handled).toEqual(handledOf('0', 0, 3));
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@3');
  expect(a.outcome()).toBe('resolved');
});

test('5.3 a checkpoint behind the end stays where it is: nothing is saved backwards', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 3));
  await clock.advance(1_000);
  const until = { epochMs: clock.now() };
  log.append('0', numbered(3, 3));
  const before = observeConsumer(log, clock, 'before');
  await clock.advance(1_000);
  await before.stop();
  await clock.advance(60_000);
  const saves = log.calls.filter((call) => call.startsWith('save')).length;
  const a = observeConsumer(log, clock, 'a', { until });
  await clock.advance(60_000);
  expect(a.outcome()).toBe('resolved');
  expect(a.handled).toEqual([]);
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@6');
  expect(log.calls.filter((call) => call.startsWith('save'))).toHaveLength(saves);
});

test('5.4 run resolves only after a session in which nothing moved; ended partitions stay in the heartbeats until then', async () => {
  const clock = createFakeClock();
  let dealt = ['0'];
  const log = createMemoryLog({ partitions: 2, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 3));
  await clock.advance(10_000);
  const driver = wrapDriver(log.driver(), {
    heartbeat: async (send) => ({ ...(await send()), partitions: dealt }),
  });
  const a = observeConsumer(log, clock, 'a', { driver, until: { epochMs: clock.now() } });
  await clock.advance(25_000);
  expect(a.of('partition-ended')).toHaveLength(1);
  expect(log.calls.filter((call) => call.startsWith('heartbeat')).slice(1)).toEqual(
    Array.from({ length: 5 }, () => 'heartbeat a [0]'),
  );
  // Another member leaves: its partition comes here, and the wait begins anew.
  dealt = ['0', '1'];
  await clock.advance(5_000);
  expect(a.of('partition-ended')).toHaveLength(2);
  await clock.advance(24_900);
  expect(a.outcome()).toBeUndefined();
  await clock.advance(5_200);
  expect(a.outcome()).toBe('resolved');
  expect([...a.handled].sort()).toEqual([...handledOf('0', 0, 3), ...handledOf('1', 0, 3)]);
});

test('5.4 a member with nothing waits, and inherits what the others leave', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 3));
  await clock.advance(10_000);
  const until = { epochMs: clock.now() };
  const a = observeConsumer(log, clock, 'a', { until });
  await clock.advance(1_000);
  const idle = observeConsumer(log, clock, 'idle', { until });
  await clock.advance(40_000);
  expect(a.outcome()).toBe('resolved');
  expect(idle.outcome()).toBeUndefined();
  expect(idle.of('partition-assigned')).toEqual([]);
  await clock.advance(80_000);
  expect(idle.of('partition-assigned')).toHaveLength(1);
  expect(idle.outcome()).toBe('resolved');
  expect(idle.handled).toEqual([]);
});

test('5.4 with a failed partition among them run rejects with the error, once the others have ended', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 13));
  await clock.advance(10_000);
  const a = observeConsumer(log, clock, 'a', {
    until: { epochMs: clock.now() },
    onPartitionFailure: 'stop-partition',
    async handle({ partition }: Batch) {
      if (partition === '0') throw new Error('no');
      await after(clock, 20_000);
    },
  });
  await clock.advance(69_000);
  expect(a.outcome()).toBeUndefined();
  await clock.advance(10_000);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', partition: '0' });
  expect(a.handled.filter((each) => each.startsWith('1:'))).toEqual(handledOf('1', 0, 13));
});

test('5.4 several members of one process are done when each has nothing left', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 3, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 13));
  await clock.advance(10_000);
  const a = observeConsumer(log, clock, 'a', { until: { epochMs: clock.now() }, members: 5 });
  await clock.advance(29_000);
  expect(a.outcome()).toBeUndefined();
  await clock.advance(60_000);
  expect(a.outcome()).toBe('resolved');
  expect(new Set(a.handled)).toHaveLength(39);
});

test('5.4 without a group, run resolves when every partition has reached the end', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 13));
  await clock.advance(10_000);
  const until = { epochMs: clock.now() };
  log.append('0', numbered(13, 3));
  await clock.advance(10_000);
  const a = observeConsumer(log, clock, 'a', { until, partitions: { 0: 'earliest', 1: 'earliest' } });
  await clock.advance(1_000);
  expect(a.outcome()).toBe('resolved');
  expect([...a.handled].sort()).toEqual([...handledOf('0', 0, 13), ...handledOf('1', 0, 13)].sort());
});
