import type { Batch, PartitionContext } from '@polylog/core';
import { isConsumerError } from '@polylog/core';
import type { LogDriver } from '@polylog/core/driver';
import { createFakeClock, createMemoryLog, type MemoryCall, MemoryLogError } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

const never = (): Promise<void> => new Promise<void>(() => undefined);

test('4.1 a process that throws stops the consumer: the others are drained and saved, run rejects with the first error', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 15));
  log.append('1', numbered(0, 5));
  const cause = new Error('the database is gone');
  const a = observeConsumer(log, clock, 'a', {
    async handle({ partition, start }: Batch) {
      if (start === '0@10') throw cause;
      if (partition === '1') {
        await new Promise<void>((resolve) => {
          clock.schedule(5_000, resolve);
        });
      }
    },
  });
  await clock.advance(10_000);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', partition: '0', cause });
  expect((a.outcome() as Error).message).toContain('process() of partition "0" threw');
  expect(log.group('g')?.checkpoints().get('1')?.position).toBe('1@5');
  expect(log.group('g')?.checkpoints().get('0')?.position).not.toBe('0@15');
  expect(log.calls.at(-1)).toBe('leave a');
  const report = await a.stop();
  expect(report.partitions['0']).toMatchObject({ lastDone: '0@10', abandoned: true });
  expect(report.partitions['1']).toEqual({ saved: '1@5', lastDone: '1@5', abandoned: false });
});

test.each([
  ['processor()', () => Promise.reject(new Error('no')) as never],
  [
    'processor()',
    () => {
      throw new Error('no');
    },
  ],
  ['processor()', () => ({}) as never],
  ['processor()', () => undefined as never],
  ['initialize()', () => ({ initialize: () => Promise.reject(new Error('no')), process: () => undefined })],
  [
    'initialize()',
    () => ({
      initialize() {
        throw new Error('no');
      },
      process: () => undefined,
    }),
  ],
])('4.1 %s that throws or gives nonsense (%#) is processor-failed', async (step, processor) => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', { processor });
  await clock.advance(1_000);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', partition: '0' });
  expect((a.outcome() as Error).message).toContain(step);
});

test('4.1 a shutdown() that throws at a stop is told by run, and the rest is saved', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  log.append('1', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    processor: () => ({
      process: () => undefined,
      shutdown({ partition }: PartitionContext) {
        if (partition.id === '0') throw new Error('no');
      },
    }),
  });
  await clock.advance(1_000);
  const report = await a.stop();
  expect(report.inTime).toBe(true);
  expect(report.partitions['1']).toEqual({ saved: '1@5', lastDone: '1@5', abandoned: false });
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', message: expect.stringContaining('shutdown()') });
});

test('4.1 a batch that fails while a stop drains is told by run and by the report', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    handle: () =>
      new Promise((_, reject) => {
        clock.schedule(5_000, () => reject(new Error('no')));
      }),
  });
  await clock.advance(1_000);
  const report = await a.stop();
  expect(report.partitions).toEqual({ 0: { saved: '0@0', lastDone: '0@0', abandoned: true } });
  expect(a.outcome()).toMatchObject({ code: 'processor-failed' });
});

test.each(['partitions', 'locate', 'read', 'checkpoints', 'save', 'heartbeat'] as const)(
  '4.2 %s that is unavailable or throttled is tried again without end, with an event',
  async (call) => {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 1, clock });
    log.append('0', numbered(0, 5));
    const undo = (['unavailable', 'throttled'] as const).map((code) =>
      log.faults.add({ call, times: 10, action: { kind: 'fail', failure: { code } } }),
    );
    const a = observeConsumer(log, clock, 'a');
    await clock.advance(600_000);
    for (const lift of undo) lift();
    expect(a.handled).toEqual(handledOf('0', 0, 5));
    expect(a.of('call-retried').length).toBeGreaterThanOrEqual(20);
    expect(a.of('call-retried').slice(0, 10)).toMatchObject(
      Array.from({ length: 10 }, (_, i) => ({ call, code: 'unavailable', attempt: i + 1 })),
    );
    expect(a.outcome()).toBeUndefined();
  },
);

test('4.2 the pauses grow to half a minute, with jitter, and heed what the service asks for', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.faults.add({ call: 'read', times: 12, action: { kind: 'fail', failure: { code: 'unavailable' } } });
  log.faults.add({
    call: 'read',
    times: 1,
    action: { kind: 'fail', failure: { code: 'throttled', retryAfterMs: 45_000 } },
  });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(900_000);
  const delays = a.of('call-retried').map((event) => ('delayMs' in event ? event.delayMs : 0));
  expect(delays.slice(0, 3)).toEqual([150, 300, 600]);
  expect(delays[11]).toBe(22_500);
  expect(delays[12]).toBe(45_000);
});

test('4.2 an unknown failure gets five tries', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.faults.add({ call: 'read', action: { kind: 'fail', failure: { code: 'unknown', message: 'Odd.' } } });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(60_000);
  expect(a.of('call-retried')).toHaveLength(4);
  expect(a.outcome()).toMatchObject({ code: 'unknown', message: 'Odd.', partition: '0' });
});

test.each([
  'unauthenticated',
  'permission-denied',
  'not-found',
  'invalid-argument',
  'unsupported',
  'corrupt-data',
  'position-lost',
] as const)('4.2 a read that fails as %s stops the consumer at once', async (code) => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.faults.add({ call: 'read', action: { kind: 'fail', failure: { code, requestId: 'r1' } } });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  expect(a.of('call-retried')).toEqual([]);
  expect(a.outcome()).toMatchObject({ code, partition: '0', requestId: 'r1' });
});

test('4.2 an expired checkpoint stops the consumer; nothing is skipped silently', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 10));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  await a.stop();
  log.append('0', numbered(10, 10));
  log.trim('0', 15);
  await clock.advance(60_000);
  const b = observeConsumer(log, clock, 'b');
  await clock.advance(5_000);
  expect(b.outcome()).toMatchObject({ code: 'position-lost', partition: '0' });
  expect(b.handled).toEqual([]);
});

test('a first contact that fails for startTimeoutMs is told by run; later the same outage is waited out', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.faults.add({ call: 'join', action: { kind: 'fail', failure: { code: 'unavailable', message: 'No route.' } } });
  const a = observeConsumer(log, clock, 'a', { startTimeoutMs: 10_000 });
  await clock.advance(10_000);
  expect(a.outcome()).toMatchObject({ code: 'unavailable', message: 'No route.' });
});

test('4.6 a stop of an idle consumer reports what is saved, and gives everything back', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 25));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  expect(await a.stop()).toEqual({
    partitions: {
      0: { saved: '0@25', lastDone: '0@25', abandoned: false },
      1: { saved: '1@0', lastDone: '1@0', abandoned: false },
    },
    inTime: true,
  });
  expect(a.outcome()).toBe('resolved');
  expect(a.of('consumer-stopped')).toMatchObject([{ inTime: true, abandoned: 0 }]);
  expect(clock.pending).toBe(0);
});

test('4.6 a hung process() is signalled and reported, not awaited past the deadline', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  log.append('1', numbered(0, 5));
  let signal: AbortSignal | undefined;
  const a = observeConsumer(log, clock, 'a', {
    async handle(batch: Batch, context: PartitionContext) {
      if (batch.partition !== '0') return;
      signal = context.signal;
      await never();
    },
  });
  await clock.advance(1_000);
  const report = await a.stop(5_000);
  expect(signal?.aborted).toBe(true);
  expect(report).toEqual({
    partitions: {
      0: { saved: '0@0', lastDone: '0@0', abandoned: true },
      1: { saved: '1@5', lastDone: '1@5', abandoned: false },
    },
    inTime: false,
  });
  expect(a.of('consumer-stopped')).toMatchObject([{ inTime: false, abandoned: 1 }]);
  expect(clock.pending).toBe(0);
});

test('4.6 stopping twice, or while it stops, gives the same report; run after a stop is refused', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  const first = a.consumer.stop();
  const second = a.consumer.stop({ deadlineMs: 1 });
  await clock.advance(1_000);
  expect(await second).toBe(await first);
  expect(await a.consumer.stop()).toBe(await first);
  await a.consumer[Symbol.asyncDispose]();
  await expect(a.consumer.run()).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('4.6 of two deadlines the earlier one counts, also where the consumer stopped by itself', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  log.append('1', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    handle(batch: Batch) {
      if (batch.partition === '0') throw new Error('no');
      return never();
    },
  });
  // The failure of one partition has begun a stop with thirty seconds, for the other one hangs.
  await clock.advance(1_000);
  expect(a.outcome()).toBeUndefined();
  const stopping = a.consumer.stop({ deadlineMs: 2_000 });
  await clock.advance(2_000);
  expect((await stopping).inTime).toBe(false);
  await clock.settle();
  expect(a.outcome()).toMatchObject({ code: 'processor-failed' });
  expect(clock.pending).toBe(0);
});

test('4.6 disposal is a stop with the default deadline', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', { handle: never });
  await clock.advance(1_000);
  let disposed = false;
  const disposal = a.consumer[Symbol.asyncDispose]().then(() => {
    disposed = true;
  });
  await clock.advance(29_999);
  expect(disposed).toBe(false);
  await clock.advance(1);
  await disposal;
  expect(a.outcome()).toBe('resolved');
});

test('run with a signal that is aborted already resolves without a call; one that aborts later stops', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const { createConsumer } = await import('@polylog/core');
  const options = { driver: log.driver(), clock, group: 'g', start: 'earliest', process: () => undefined } as const;
  await createConsumer(options).run({ signal: AbortSignal.abort() });
  expect(log.calls).toEqual([]);
  const later = new AbortController();
  const ran = createConsumer({ ...options, member: 'a' }).run({ signal: later.signal });
  await clock.advance(1_000);
  later.abort();
  await clock.advance(10);
  await ran;
  expect(log.calls.at(-1)).toBe('leave a');
  expect(clock.pending).toBe(0);
});

const calls: readonly MemoryCall[] = [
  'partitions',
  'locate',
  'read',
  'join',
  'heartbeat',
  'checkpoints',
  'save',
  'leave',
];

test.each(calls.flatMap((call) => (['hang', 'fail'] as const).map((kind) => [call, kind] as const)))(
  '4.6 a stop ends by its deadline with a report while %s does nothing but %s from the start',
  async (call, kind) => {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 2, clock });
    log.append('0', numbered(0, 25));
    log.faults.add({ call, action: kind === 'hang' ? { kind } : { kind, failure: { code: 'unavailable' } } });
    const a = observeConsumer(log, clock, 'a', { startTimeoutMs: 3_600_000 });
    await clock.advance(8_000);
    let report: unknown;
    void a.consumer.stop({ deadlineMs: 10_000 }).then((told) => {
      report = told;
    });
    await clock.advance(10_000);
    expect(report).toMatchObject({ inTime: expect.any(Boolean), partitions: expect.any(Object) });
    expect(a.outcome()).toBe('resolved');
    expect(clock.pending).toBe(0);
  },
);

test.each(['hang', 'fail'] as const)(
  '4.6 a stop with the service down ends by its deadline, and reports each partition although the lease has run out',
  async (kind) => {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 2, clock });
    log.append('0', numbered(0, 25));
    const a = observeConsumer(log, clock, 'a', { checkpoint: { everyMs: 20_000 } });
    await clock.advance(1_000);
    for (const call of calls) {
      log.faults.add({ call, action: kind === 'hang' ? { kind } : { kind, failure: { code: 'unavailable' } } });
    }
    await clock.advance(1_000);
    const report = await a.stop(60_000);
    expect(report.partitions).toEqual({
      0: { saved: '0@0', lastDone: '0@25', abandoned: true },
      1: { saved: '1@0', lastDone: '1@0', abandoned: false },
    });
    expect(clock.pending).toBe(0);
  },
);

test('4.6 a driver that ignores every signal does not hold a stop up past its deadline', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const hung = (): Promise<never> => new Promise<never>(() => undefined);
  const deaf: LogDriver = { ...log.driver(), join: hung, close: hung };
  const a = observeConsumer(log, clock, 'a', { driver: deaf });
  await clock.advance(1_000);
  expect(await a.stop(5_000)).toEqual({ partitions: {}, inTime: false });
  expect(clock.pending).toBe(0);
});

test('4.6 a join that succeeds after the stop is over starts nothing', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const driver = log.driver();
  const deaf: LogDriver = {
    ...driver,
    async join(spec) {
      await new Promise<void>((resolve) => {
        clock.schedule(20_000, resolve);
      });
      return driver.join(spec, { signal: new AbortController().signal });
    },
  };
  const a = observeConsumer(log, clock, 'a', { driver: deaf });
  await clock.advance(1_000);
  await a.stop(5_000);
  await clock.advance(60_000);
  expect(log.calls).toEqual(['join a']);
  expect(clock.pending).toBe(0);
});

test.each([
  () => {
    throw new Error('no');
  },
  () => Promise.reject(new Error('no')),
])('4.6 a driver whose close throws (%#) does not make a stop reject', async (close) => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const a = observeConsumer(log, clock, 'a', { driver: { ...log.driver(), close } });
  await clock.advance(1_000);
  expect(await a.stop()).toMatchObject({ inTime: true });
  expect(a.outcome()).toBe('resolved');
});

test('4.6 user code that hangs or throws everywhere, with the service down, still ends by the deadline', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 4, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    processor: () => ({
      initialize: ({ partition }: PartitionContext) => (partition.id === '0' ? never() : undefined),
      process: ({ partition }: Batch) => (partition === '1' ? never() : undefined),
      shutdown({ partition }: PartitionContext) {
        if (partition.id === '2') return never();
        throw new Error('no');
      },
    }),
  });
  await clock.advance(1_000);
  for (const call of calls) log.faults.add({ call, action: { kind: 'fail', failure: { code: 'unavailable' } } });
  const report = await a.stop(8_000);
  expect(report.inTime).toBe(false);
  expect(Object.keys(report.partitions)).toEqual(['0', '1', '2', '3']);
  expect(report.partitions['1']).toMatchObject({ abandoned: true });
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', partition: '3' });
  expect(clock.pending).toBe(0);
});

test('if everything fails at once, run waits and says so by events; nothing is lost when it is over', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 25));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  const undo = calls.map((call) =>
    log.faults.add({ call, action: { kind: 'fail', failure: { code: 'unavailable' } } }),
  );
  log.append('1', numbered(0, 25));
  await clock.advance(3_600_000);
  expect(a.outcome()).toBeUndefined();
  expect(a.of('lease-lost')).toHaveLength(1);
  for (const lift of undo) lift();
  await clock.advance(60_000);
  expect(new Set(a.handled)).toEqual(new Set([...handledOf('0', 0, 25), ...handledOf('1', 0, 25)]));
});

test('many partitions leave no listener and no warning behind', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 60, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 25));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(20_000);
  await a.stop();
  process.off('warning', note);
  expect(warnings).toEqual([]);
  expect(a.handled).toHaveLength(60 * 25);
});

test('a driver that throws what it does not know is an error with a code, with the cause', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const cause = new MemoryLogError({ code: 'corrupt-data', message: 'Sizes differ.', requestId: 'r2' });
  const driver = wrapDriver(log.driver(), { read: () => Promise.reject(cause) });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(1_000);
  expect(isConsumerError(a.outcome())).toBe(true);
  expect(a.outcome()).toMatchObject({ code: 'corrupt-data', message: 'Sizes differ.', requestId: 'r2', cause });
});

test('not-found: a partition that the group names and the service does not list stops the consumer', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const driver = wrapDriver(log.driver(), {
    heartbeat: async (send) => ({ ...(await send()), partitions: ['7'] }),
  });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(1_000);
  expect(a.outcome()).toMatchObject({ code: 'not-found', partition: '7' });
});

test('aborted is the reason of the signal of a process() that a stop gives up', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  let signal: AbortSignal | undefined;
  const a = observeConsumer(log, clock, 'a', {
    handle(_: Batch, context: PartitionContext) {
      signal = context.signal;
      return never();
    },
  });
  await clock.advance(1_000);
  await a.stop(1_000);
  expect(signal?.reason).toMatchObject({ code: 'aborted', partition: '0' });
});
