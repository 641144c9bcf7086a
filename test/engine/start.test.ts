import type { LogDriver } from '@polylog/core/driver';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

test('1.1 start is required, and counts only for a partition without a checkpoint', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  expect(() => observeConsumer(log, clock, 'a', { start: undefined })).toThrow(/Option "start" must be/);
  log.append('0', numbered(0, 5));
  const first = observeConsumer(log, clock, 'a', { start: 'earliest' });
  await clock.advance(1_000);
  await first.stop();
  log.append('0', numbered(5, 5));
  await clock.advance(60_000);
  const second = observeConsumer(log, clock, 'a', { start: 'latest' });
  await clock.advance(1_000);
  expect(first.handled).toEqual(handledOf('0', 0, 5));
  expect(second.handled).toEqual(handledOf('0', 5, 5));
  expect(second.of('partition-started')).toMatchObject([{ from: '0@5', resumed: true }]);
});

test('1.2 a resolved start is saved before the first read, for an idle partition too', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 3));
  await clock.advance(1_000);
  observeConsumer(log, clock, 'a', { start: 'latest' });
  await clock.advance(10);
  for (const start of ['0@3', '1@0']) {
    const saved = log.calls.findIndex((call) => call.startsWith('save') && call.includes(start));
    const read = log.calls.indexOf(`read ${start}`);
    expect(saved).toBeGreaterThan(0);
    expect(read).toBeGreaterThan(saved);
  }
});

test('1.2 while the resolved start cannot be saved, nothing is read', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 3));
  const lift = log.faults.add({ call: 'save', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(10_000);
  expect(log.calls.filter((call) => call.startsWith('read'))).toEqual([]);
  lift();
  await clock.advance(30_000);
  expect(a.handled).toEqual(handledOf('0', 0, 3));
});

test('1.2 a start that is being saved when the partition is asked back is saved before the partition is let go', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 3));
  await clock.advance(1_000);
  const lift = log.faults.add({ call: 'save', action: { kind: 'hang' } });
  const a = observeConsumer(log, clock, 'a', { start: 'latest' });
  await clock.advance(10);
  const stopping = a.consumer.stop();
  await clock.advance(10);
  lift();
  await clock.advance(10);
  expect(await stopping).toEqual({
    partitions: { 0: { saved: '0@3', lastDone: '0@3', abandoned: false } },
    inTime: true,
  });
  expect(log.calls.filter((call) => call.startsWith('read'))).toEqual([]);
});

test('1.3 latest means the time of the first join, for a partition that arrives later and after a re-join too', async () => {
  const clock = createFakeClock();
  let dealt = ['0'];
  const log = createMemoryLog({
    partitions: 2,
    clock,
    balancer: ([member]) => new Map(dealt.map((id) => [id, member ?? ''])),
  });
  log.append('1', numbered(0, 4));
  await clock.advance(1_000);
  const joinedAt = clock.now();
  const a = observeConsumer(log, clock, 'a', { start: 'latest' });
  await clock.advance(20_000);
  log.append('1', numbered(4, 4));
  log.group('g')?.evict('a');
  await clock.advance(20_000);
  dealt = ['0', '1'];
  await clock.advance(20_000);
  expect(a.of('lease-lost')).toHaveLength(1);
  expect(a.handled).toEqual(handledOf('1', 4, 4));
  const located = log.calls.filter((call) => call.startsWith('locate'));
  expect(new Set(located)).toEqual(new Set([`locate {"epochMs":${joinedAt}}`]));
  expect(log.calls.filter((call) => call.startsWith('join'))).toHaveLength(1);
});

test('1.4 a child of which an ancestor has a checkpoint starts at its own beginning, whatever start says', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const a = observeConsumer(log, clock, 'a', { start: 'latest' });
  await clock.advance(1_000);
  log.append('0', numbered(0, 2));
  await clock.advance(1_000);
  await a.stop();
  const [left] = log.split('0');
  const [grandchild] = log.split(left);
  log.append(grandchild, numbered(2, 2));
  await clock.advance(60_000);
  const b = observeConsumer(log, clock, 'b', { start: 'latest' });
  await clock.advance(20_000);
  expect([...a.handled, ...b.handled]).toEqual([...handledOf('0', 0, 2), ...handledOf(grandchild, 2, 2)]);
});

test('1.5 in a group of lineage order a child starts after its parents are done', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  log.append('1', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', { order: 'lineage' });
  const child = log.merge('0', '1');
  log.append(child, numbered(0, 5));
  await clock.advance(60_000);
  expect(a.handled).toHaveLength(15);
  expect(a.handled.slice(10)).toEqual(handledOf(child, 0, 5));
});

test('1.6 an empty read, a put, a split, and the listing is read-only: what was put is still handed out', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  let splitBefore: number | undefined;
  const reads: { readOnly: boolean; state: string }[] = [];
  const driver = wrapDriver(log.driver(), {
    async read(send, partition) {
      const batch = await send();
      reads.push({ readOnly: partition.readOnly, state: batch.state });
      // The answer is empty; before the engine sees it, records come and the partition is split away.
      if (reads.length === 3) {
        log.append('0', numbered(0, 5));
        log.split('0');
        splitBefore = reads.length;
      }
      return batch;
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(60_000);
  expect(splitBefore).toBe(3);
  expect(a.handled).toEqual(handledOf('0', 0, 5));
  expect(reads.filter(({ state, readOnly }) => state === 'ended' && !readOnly)).toEqual([]);
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@5');
});

test('1.7 an empty batch that moves the position moves the checkpoint without calling the processor', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 30));
  const driver = wrapDriver(log.driver(), {
    // As a filtered read: the records are gone, the position moves.
    async read(send) {
      const batch = await send();
      return { ...batch, records: [], recordCount: 0 };
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(10_000);
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@30');
  expect(a.handled).toEqual([]);
  expect(a.of('batch-done')).toEqual([]);
});

test('1.7 the end of a partition is saved at once', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  log.split('0');
  const a = observeConsumer(log, clock, 'a', { checkpoint: { everyMs: 3_600_000 } });
  await clock.advance(10);
  expect(a.of('partition-ended')).toMatchObject([{ partition: '0', at: '0@5' }]);
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@5');
});

test('1.8 an ended partition stays listed without a worker, and starts again only after it left the answer and came back', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  log.split('0');
  let named = true;
  const sent: string[] = [];
  const driver = wrapDriver(log.driver(), {
    async heartbeat(send, holding) {
      const { sessionTimeoutMs } = await send();
      sent.push(holding.join(','));
      return { partitions: named ? ['0'] : [], sessionTimeoutMs, moving: false };
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(60_000);
  expect(sent.slice(1).every((holding) => holding === '0')).toBe(true);
  const reads = log.calls.filter((call) => call.startsWith('read')).length;
  expect(a.of('partition-assigned')).toHaveLength(1);
  named = false;
  await clock.advance(10_000);
  expect(sent.at(-1)).toBe('');
  expect(a.of('partition-released')).toMatchObject([{ partition: '0', saved: true }]);
  named = true;
  await clock.advance(10_000);
  expect(a.of('partition-assigned')).toHaveLength(2);
  expect(log.calls.filter((call) => call.startsWith('read'))).toHaveLength(reads + 1);
  expect(a.handled).toEqual(handledOf('0', 0, 5));
});

test('1.8 a failed partition stays listed without a worker while the others are drained', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  log.append('1', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    async handle({ partition }: { partition: string }) {
      if (partition === '0') throw new Error('no');
      await new Promise<void>((resolve) => {
        clock.schedule(12_000, resolve);
      });
    },
  });
  await clock.advance(14_000);
  expect(log.calls.filter((call) => call.startsWith('heartbeat a [0,1]')).length).toBeGreaterThanOrEqual(2);
  expect(log.calls.filter((call) => call.startsWith('read 0')).length).toBe(1);
  expect(a.of('partition-failed')).toMatchObject([{ partition: '0', code: 'processor-failed' }]);
  expect(log.group('g')?.checkpoints().get('1')?.position).toBe('1@5');
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', partition: '0' });
});

test('1.9 a group is created if missing, and is an error where it may not be', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const never = observeConsumer(log, clock, 'a', { create: 'never' });
  await clock.advance(1_000);
  expect(never.outcome()).toMatchObject({ code: 'not-found', message: expect.stringContaining('"g"') });
  const creating = observeConsumer(log, clock, 'b');
  await clock.advance(1_000);
  expect(log.group('g')?.members()).toEqual(['b']);
  expect(creating.outcome()).toBeUndefined();
});

test('1.9 an existing group keeps its own values, with an event; they are changed only when asked to', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  observeConsumer(log, clock, 'a', { sessionTimeoutMs: 60_000 });
  await clock.advance(10);
  const keeps = observeConsumer(log, clock, 'b', { sessionTimeoutMs: 30_000 });
  await clock.advance(10);
  expect(keeps.of('group-differs')).toMatchObject([
    { setting: 'sessionTimeoutMs', wanted: '30000', inForce: '60000', member: 'b' },
  ]);
  expect(log.group('g')?.sessionTimeoutMs).toBe(60_000);
  const changes = observeConsumer(log, clock, 'c', { sessionTimeoutMs: 30_000, update: 'if-different' });
  await clock.advance(10);
  expect(changes.of('group-differs')).toEqual([]);
  expect(log.group('g')?.sessionTimeoutMs).toBe(30_000);
});

test('1.9 another order than the one that the user named is refused', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  observeConsumer(log, clock, 'a', { order: 'partition' });
  await clock.advance(10);
  const named = observeConsumer(log, clock, 'b', { order: 'lineage' });
  const silent = observeConsumer(log, clock, 'c');
  await clock.advance(10);
  expect(named.outcome()).toMatchObject({ code: 'invalid-argument' });
  expect(silent.outcome()).toBeUndefined();
});

test('an order that the driver cannot promise is refused by name', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const driver: LogDriver = log.driver();
  const weaker: LogDriver = {
    ...driver,
    async join(spec, options) {
      const membership = await driver.join(spec, options);
      return { ...membership, guarantees: { ...membership.guarantees, order: 'partition' } };
    },
  };
  const a = observeConsumer(log, clock, 'a', { driver: weaker, order: 'lineage' });
  await clock.advance(10);
  expect(a.outcome()).toMatchObject({ code: 'unsupported', message: expect.stringContaining('"order"') });
});

test('a partition that a heartbeat names while an older listing is on its way is found by a newer one', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const driver = log.driver();
  let slow = false;
  const a = observeConsumer(log, clock, 'a', {
    driver: {
      ...driver,
      async partitions(options) {
        const listed = await driver.partitions(options);
        if (slow) {
          await new Promise<void>((resolve) => {
            clock.schedule(8_000, resolve);
          });
        }
        return listed;
      },
    } satisfies LogDriver,
  });
  await clock.advance(4_000);
  slow = true;
  // An idle reader asks for a listing now; it will be old when the group names the child.
  await clock.advance(2_500);
  const [left] = log.split('0');
  log.append(left, numbered(0, 3));
  await clock.advance(60_000);
  expect(a.outcome()).toBeUndefined();
  expect(a.handled).toEqual(handledOf(left, 0, 3));
});
