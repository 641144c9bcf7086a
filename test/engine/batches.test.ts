import { type ConsumerEvent, type ConsumerOptions, createConsumer, onEvent } from '@polylog/core';
import { createFakeClock, createMemoryLog, type FakeClock, type MemoryLog } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { numbered } from './numbered.js';
import { wrapDriver } from './wrapped-driver.js';

/** A consumer without a handler, and steps through its batches in virtual time. */
function openLoop(log: MemoryLog, clock: FakeClock, overrides: Record<string, unknown> = {}) {
  const consumer = createConsumer({
    driver: log.driver(),
    clock,
    random: () => 0.5,
    logger: 'silent',
    group: 'g',
    member: 'a',
    start: 'earliest',
    ...overrides,
  } as unknown as ConsumerOptions);
  const batches = consumer.batches();
  /** What `promise` comes to within `ms`. */
  const within = async <T>(promise: Promise<T>, ms = 10): Promise<T> => {
    promise.catch(() => undefined);
    await clock.advance(ms);
    return promise;
  };
  const take = async () => {
    const { done, value } = await within(batches.next());
    if (done) throw new Error('there is no batch');
    return value;
  };
  const stop = (deadlineMs = 30_000) => within(consumer.stop({ deadlineMs }), deadlineMs);
  return { consumer, batches, take, within, stop };
}

const savedOf = (log: MemoryLog, partition = '0') => log.group('g')?.checkpoints().get(partition)?.position;

test('3.4 asking for the next batch says that the last one is done', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 30));
  const { take, stop } = openLoop(log, clock, { checkpoint: { everyMs: 100 } });
  expect((await take()).start).toBe('0@0');
  await clock.advance(1_000);
  expect(savedOf(log)).toBe('0@0');
  expect((await take()).start).toBe('0@10');
  await clock.advance(1_000);
  expect(savedOf(log)).toBe('0@10');
  await stop();
});

test.each(['break', 'throw', 'return', 'throw()'] as const)(
  '3.4 a loop that is left by %s has not done its batch, and stops the consumer',
  async (how) => {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 1, clock });
    log.append('0', numbered(0, 30));
    const { batches, consumer, stop } = openLoop(log, clock);
    const error = new Error('mine');
    const loop = (async () => {
      let count = 0;
      for await (const batch of batches) {
        if (++count < 2) continue;
        expect(batch.start).toBe('0@10');
        if (how === 'break') break;
        if (how === 'return') return;
        if (how === 'throw') throw error;
        await batches.throw?.(error);
      }
    })().catch((thrown: unknown) => thrown);
    await clock.advance(1_000);
    expect(await loop).toBe(how.startsWith('throw') ? error : undefined);
    expect(consumer.status().state).toBe('stopped');
    expect(await stop()).toEqual({
      partitions: { 0: { saved: '0@10', lastDone: '0@10', abandoned: true } },
      inTime: true,
    });
    expect(log.calls.at(-1)).toBe('leave a');
    expect(clock.pending).toBe(0);
  },
);

test('3.4 done() says it without asking for the next one', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 30));
  const { batches, stop } = openLoop(log, clock);
  const loop = (async () => {
    for await (const batch of batches) {
      await batch.done();
      break;
    }
  })();
  await clock.advance(1_000);
  await loop;
  expect((await stop()).partitions).toEqual({ 0: { saved: '0@10', lastDone: '0@10', abandoned: false } });
});

test('3.4 done() after the loop was left rejects: the batch is not done', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const { batches, take, within, stop } = openLoop(log, clock);
  const batch = await take();
  await within(batches.return?.() ?? Promise.reject(new Error('no return')));
  await expect(batch.done()).rejects.toMatchObject({ code: 'aborted' });
  expect((await stop()).partitions).toMatchObject({ 0: { lastDone: '0@0' } });
});

test('3.4 two next() at once: the second is refused', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const { batches, within, stop } = openLoop(log, clock);
  const first = batches.next();
  await expect(batches.next()).rejects.toMatchObject({ code: 'invalid-argument' });
  log.append('0', numbered(0, 5));
  await clock.advance(2_000);
  expect((await first).value?.start).toBe('0@0');
  log.append('0', numbered(5, 5));
  expect((await within(batches.next(), 3_000)).value?.start).toBe('0@5');
  await stop(100);
});

test('3.4 partitions take turns', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 3, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 30));
  const { take, stop } = openLoop(log, clock);
  const turns: string[] = [];
  for (let i = 0; i < 9; i++) turns.push((await take()).partition);
  expect(turns).toEqual(['0', '1', '2', '0', '1', '2', '0', '1', '2']);
  await stop(100);
});

test('3.4 a step compares the clock: what was in hand past the deadline is not done, and nothing stale is handed out', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 30));
  const late: ConsumerEvent[] = [];
  const end = onEvent('batch-done-late', (event) => late.push(event));
  const { batches, take, stop } = openLoop(log, clock);
  const stale = await take();
  log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  // No timer has run yet when the loop asks again.
  clock.jumpWall(40_000);
  let next: unknown;
  void batches.next().then((step) => {
    next = step;
  });
  await clock.settle();
  expect(next).toBeUndefined();
  expect(stale.context.signal.aborted).toBe(true);
  expect(late).toHaveLength(1);
  expect([savedOf(log, '0'), savedOf(log, '1')]).toEqual(['0@0', '1@0']);
  end();
  await stop(100);
});

test('3.4 done() compares the clock, too', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const { take, stop } = openLoop(log, clock);
  const batch = await take();
  clock.jumpWall(40_000);
  await expect(batch.done()).rejects.toMatchObject({ code: 'lease-lost' });
  await stop(100);
});

test('3.4 a batch that was not taken when its partition is asked back was never begun: the partition is released, saved', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 30));
  let dealt = ['0', '1'];
  const driver = wrapDriver(log.driver(), {
    heartbeat: async (send) => ({ ...(await send()), partitions: dealt }),
  });
  const released: ConsumerEvent[] = [];
  const end = onEvent('partition-released', (event) => released.push(event));
  const { take, stop } = openLoop(log, clock, { driver });
  expect((await take()).partition).toBe('0');
  dealt = ['0'];
  await clock.advance(6_000);
  expect(released).toMatchObject([{ partition: '1', saved: true }]);
  expect((await take()).start).toBe('0@10');
  end();
  await stop(100);
});

test('3.4 a stop waits for the batch that the loop holds, and ends the loop', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 30));
  const { consumer, batches, take } = openLoop(log, clock);
  const batch = await take();
  let report: unknown;
  void consumer.stop().then((told) => {
    report = told;
  });
  await clock.advance(5_000);
  expect(report).toBeUndefined();
  expect(batch.context.signal.aborted).toBe(false);
  const last = batches.next();
  await clock.advance(10);
  expect(await last).toEqual({ done: true, value: undefined });
  expect(report).toMatchObject({ partitions: { 0: { saved: '0@10', abandoned: false } }, inTime: true });
});

test('3.4 a loop that never asks again holds a stop up until its deadline only', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 30));
  const { take, stop } = openLoop(log, clock);
  const batch = await take();
  expect(await stop(3_000)).toMatchObject({ partitions: { 0: { saved: '0@0', abandoned: true } }, inTime: false });
  expect(batch.context.signal.aborted).toBe(true);
  await expect(batch.done()).rejects.toMatchObject({ code: 'aborted' });
});

test('5.4 a loop ends when everything before the end bound is done', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 15));
  await clock.advance(10_000);
  const { batches } = openLoop(log, clock, { until: { epochMs: clock.now() } });
  let records = 0;
  const loop = (async () => {
    for await (const batch of batches) records += batch.recordCount;
  })();
  await clock.advance(60_000);
  await loop;
  expect(records).toBe(30);
  expect([savedOf(log, '0'), savedOf(log, '1')]).toEqual(['0@15', '1@15']);
  expect(clock.pending).toBe(0);
});

test('3.4 what fails the consumer is thrown by the loop', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const { batches, take, within } = openLoop(log, clock);
  await take();
  log.faults.add({ call: 'read', action: { kind: 'fail', failure: { code: 'permission-denied' } } });
  await expect(within(batches.next(), 5_000)).rejects.toMatchObject({ code: 'permission-denied', partition: '0' });
});

test('3.4 a consumer with a handler has no batches(), one without has no run()', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const shared = { driver: log.driver(), clock, logger: 'silent', group: 'g', start: 'earliest' } as const;
  expect(() => createConsumer({ ...shared, process: () => undefined }).batches()).toThrow(/takes the place/);
  await expect(createConsumer(shared).run()).rejects.toMatchObject({ code: 'invalid-argument' });
});
