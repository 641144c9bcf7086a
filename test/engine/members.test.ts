import { hostname } from 'node:os';
import { type Batch, createConsumer } from '@polylog/core';
import { createFakeClock, createMemoryLog, type FakeClock } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';

afterEach(stopObserved);

const after = (clock: FakeClock, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.schedule(ms, resolve);
  });

test('2.11 a member that comes back under its fixed name goes on at once, without waiting for the timeout', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'pod-1');
  await clock.advance(1_000);
  await a.stop(100);
  log.append('0', numbered(5, 5));
  const again = observeConsumer(log, clock, 'pod-1');
  await clock.advance(1_000);
  expect(again.handled).toEqual(handledOf('0', 5, 5));
});

test('2.11 under another name it waits until the group has forgotten the old one', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'pod-1');
  await clock.advance(1_000);
  await a.stop(100);
  log.append('0', numbered(5, 5));
  const other = observeConsumer(log, clock, 'pod-2');
  await clock.advance(20_000);
  expect(other.handled).toEqual([]);
  await clock.advance(20_000);
  expect(other.handled).toEqual(handledOf('0', 5, 5));
});

test('2.11 the default name is host, process and chance', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const shared = { group: 'g', start: 'earliest', clock, logger: 'silent', process: () => undefined } as const;
  const first = createConsumer({ ...shared, driver: log.driver() });
  const second = createConsumer({ ...shared, driver: log.driver() });
  const runs = [first.run(), second.run()];
  await clock.advance(10);
  const names = [first, second].map((consumer) => consumer.status().members[0]?.member ?? '');
  const host = hostname().replace(/[^0-9A-Za-z_-]/g, '-');
  for (const name of names) expect(name).toMatch(new RegExp(`^${host}-${process.pid}-[0-9a-z]{8}$`));
  expect(names[0]).not.toBe(names[1]);
  const stopped = [first.stop(), second.stop()];
  await clock.advance(1_000);
  await Promise.all([...stopped, ...runs]);
});

test('members: several members of one process share the partitions, each under a name of its own', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 6, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 12));
  const a = observeConsumer(log, clock, 'a', { members: 3 });
  await clock.advance(60_000);
  expect(log.group('g')?.members()).toEqual(['a-1', 'a-2', 'a-3']);
  const owners = log.partitionIds().map((id) => log.group('g')?.owner(id));
  expect(['a-1', 'a-2', 'a-3'].map((name) => owners.filter((owner) => owner === name).length)).toEqual([2, 2, 2]);
  expect(new Set(a.handled)).toHaveLength(72);
  expect(a.consumer.status()).toMatchObject({
    members: [{ member: 'a-1' }, { member: 'a-2' }, { member: 'a-3' }],
    partitions: Array.from({ length: 6 }, () => ({ state: 'reading' })),
  });
  const report = await a.stop();
  expect(Object.keys(report.partitions).sort()).toEqual(['0', '1', '2', '3', '4', '5']);
  expect(log.calls.filter((call) => call.startsWith('leave')).sort()).toEqual(['leave a-1', 'leave a-2', 'leave a-3']);
  expect(clock.pending).toBe(0);
});

test('2.7 a partition that goes from one member of a process to another is never worked on by both', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 30));
  let atOnce = 0;
  let most = 0;
  const a = observeConsumer(log, clock, 'a', {
    members: 2,
    async handle() {
      most = Math.max(most, ++atOnce);
      // Ignores its signal.
      await after(clock, 45_000);
      atOnce--;
    },
  });
  await clock.advance(10_000);
  log.group('g')?.evict(log.group('g')?.owner('0') ?? '');
  await clock.advance(120_000);
  expect(a.of('lease-lost')).toHaveLength(1);
  expect(most).toBe(1);
});

test('members: an event names the member that it is about', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  const a = observeConsumer(log, clock, 'a', { members: 2 });
  await clock.advance(60_000);
  const second = log.partitionIds().find((id) => log.group('g')?.owner(id) === 'a-2');
  if (second === undefined) throw new Error('a-2 has nothing');
  log.faults.add({
    call: 'read',
    partition: second,
    times: 3,
    action: { kind: 'fail', failure: { code: 'unavailable' } },
  });
  log.append(second, numbered(0, 3));
  await clock.advance(20_000);
  expect(a.of('call-retried').map(({ member }) => member)).toEqual(['a-2', 'a-2', 'a-2']);
  expect(a.of('batch-done').map(({ member }) => member)).toEqual(['a-2']);
});

test('members: none of them begins before all have joined, so a stop meanwhile leaves nothing half done', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const lift = log.faults.add({ call: 'join', member: 'a-2', action: { kind: 'hang' } });
  const a = observeConsumer(log, clock, 'a', { members: 2 });
  await clock.advance(5_000);
  expect(log.calls).toEqual(['join a-1']);
  lift();
  await clock.advance(1_000);
  expect(a.handled).toEqual(handledOf('0', 0, 5));
});

test('1.3 with several members latest is the time of the first join of all', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 4, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 3));
  await clock.advance(1_000);
  const lift = log.faults.add({ call: 'join', member: 'a-2', action: { kind: 'hang' } });
  const a = observeConsumer(log, clock, 'a', { members: 2, start: 'latest' });
  await clock.advance(2_000);
  for (const id of log.partitionIds()) log.append(id, numbered(3, 2));
  await clock.advance(2_000);
  lift();
  await clock.advance(60_000);
  expect([...a.handled].sort()).toEqual(log.partitionIds().flatMap((id) => handledOf(id, 3, 2)));
});

test('maxConcurrentProcessors bounds the batches in process() over all partitions and members', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 9, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 30));
  let atOnce = 0;
  let most = 0;
  const a = observeConsumer(log, clock, 'a', {
    members: 2,
    maxConcurrentProcessors: 3,
    async handle() {
      most = Math.max(most, ++atOnce);
      await after(clock, 300);
      atOnce--;
    },
  });
  await clock.advance(60_000);
  expect(most).toBe(3);
  expect(new Set(a.handled)).toHaveLength(270);
});

test('maxConcurrentProcessors: a partition that waits for its turn can be asked back, having begun nothing', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 30));
  const a = observeConsumer(log, clock, 'a', {
    maxConcurrentProcessors: 1,
    handle: ({ partition }: Batch) => (partition === '0' ? after(clock, 40_000) : undefined),
  });
  await clock.advance(1_000);
  expect(a.handled).toEqual(handledOf('0', 0, 10));
  const report = a.stop(10_000);
  expect((await report).partitions).toEqual({
    0: { saved: '0@0', lastDone: '0@0', abandoned: true },
    1: { saved: '1@0', lastDone: '1@0', abandoned: false },
  });
});
