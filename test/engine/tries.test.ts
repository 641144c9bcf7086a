import {
  type Batch,
  createMemoryDeadLetterSink,
  type DeadLetterSink,
  type LogRecord,
  type PartitionContext,
} from '@polylog/core';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

const valuesOf = (batch: Batch): string[] => [...batch.records].map((record) => record.get('n') ?? '');
/** Fails for each batch that holds one of these. */
const failingFor =
  (...bad: readonly number[]) =>
  (batch: Batch): void => {
    if (valuesOf(batch).some((value) => bad.includes(Number(value)))) throw new Error(`secret of ${valuesOf(batch)}`);
  };
const savedOf = (log: ReturnType<typeof createMemoryLog>, partition = '0') =>
  log.group('g')?.checkpoints().get(partition)?.position;

test('4.1 process gets five tries of the same batch from memory, with back-off, each told', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  const at: number[] = [];
  const a = observeConsumer(log, clock, 'a', {
    processorTries: undefined,
    handle(batch: Batch) {
      if (batch.start !== '0@0') return;
      at.push(clock.monotonic());
      if (at.length < 5) throw new Error('secret');
    },
  });
  await clock.advance(10_000);
  expect(at).toEqual([0, 150, 450, 1_050, 2_250]);
  expect(a.of('process-failed')).toMatchObject(
    [150, 300, 600, 1_200].map((retryInMs, i) => ({ partition: '0', records: 10, attempt: i + 1, retryInMs })),
  );
  expect(JSON.stringify(a.events)).not.toContain('secret');
  expect(a.handled.slice(-5)).toEqual(handledOf('0', 10, 5));
  expect(log.calls.filter((call) => call === 'read 0@0')).toHaveLength(1);
  expect(a.outcome()).toBeUndefined();
});

test('4.1 after the fifth try the partition fails', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', { processorTries: undefined, handle: failingFor(3) });
  await clock.advance(10_000);
  expect(a.handled).toHaveLength(5 * 5);
  expect(a.of('process-failed').map((event) => 'retryInMs' in event)).toEqual([true, true, true, true, false]);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', partition: '0' });
});

test('4.1 a lease that is lost between two tries ends the trying', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', { processorTries: 50, handle: failingFor(3) });
  await clock.advance(3_000);
  log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  await clock.advance(27_000);
  const tried = a.handled.length;
  await clock.advance(120_000);
  expect(a.of('partition-lost')).toHaveLength(1);
  expect(a.handled).toHaveLength(tried);
  expect(a.outcome()).toBeUndefined();
});

test('2.3 the next try compares the clock itself: after a pause of the process nothing is handed out again', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    processorTries: 5,
    handle() {
      clock.jumpWall(40_000);
      throw new Error('no');
    },
  });
  await clock.advance(0);
  log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  await clock.advance(1_000);
  expect(a.handled).toHaveLength(5);
});

test('2.3 processRecord compares the clock before each record', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const seen: string[] = [];
  observeConsumer(log, clock, 'a', {
    processRecord(record: LogRecord) {
      seen.push(record.get('n') ?? '');
      if (seen.length < 3) return;
      log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
      clock.jumpWall(40_000);
    },
  });
  await clock.settle();
  expect(seen).toEqual(['0', '1', '2']);
});

test('2.6 tries are abandoned when the partition is asked back', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  let dealt = ['0'];
  const driver = wrapDriver(log.driver(), {
    heartbeat: async (send) => ({ ...(await send()), partitions: dealt }),
  });
  const a = observeConsumer(log, clock, 'a', { driver, processorTries: 50, handle: failingFor(12) });
  await clock.advance(8_000);
  dealt = [];
  await clock.advance(6_000);
  expect(a.of('partition-released')).toMatchObject([{ partition: '0', saved: false }]);
  const tried = a.handled.length;
  await clock.advance(60_000);
  expect(a.handled).toHaveLength(tried);
  expect(savedOf(log)).toBe('0@10');
});

test('4.1 skip passes the batch over, with an event that counts', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 25));
  const a = observeConsumer(log, clock, 'a', {
    onProcessorFailure: 'skip',
    processorTries: 2,
    handle: failingFor(12),
  });
  await clock.advance(10_000);
  expect(a.handled).toEqual([...handledOf('0', 0, 20), ...handledOf('0', 10, 15)]);
  expect(a.of('batch-skipped')).toMatchObject([{ partition: '0', records: 10, from: '0@10', to: '0@20' }]);
  expect(savedOf(log)).toBe('0@25');
});

test.each([[[3]], [[0, 9]], [[4, 5]], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]], [[7, 13, 24]]])(
  '4.1 dead-letter finds exactly the bad records %j, in order, and the others go through',
  async (bad) => {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 1, clock });
    log.append('0', numbered(0, 25));
    const deadLetter = createMemoryDeadLetterSink();
    const through = new Set<string>();
    const a = observeConsumer(log, clock, 'a', {
      onProcessorFailure: { deadLetter },
      processorTries: 2,
      handle(batch: Batch) {
        failingFor(...bad)(batch);
        for (const value of valuesOf(batch)) through.add(value);
      },
    });
    await clock.advance(10_000);
    expect(deadLetter.letters.map(({ id, fields, partition, attempts }) => [id, fields, partition, attempts])).toEqual(
      bad.map((n) => [`0@${n}`, [['n', String(n)]], '0', 2]),
    );
    expect(a.of('record-parked')).toMatchObject(bad.map((n) => ({ record: `0@${n}` })));
    expect([...through].map(Number).sort((x, y) => x - y)).toEqual(
      Array.from({ length: 25 }, (_, n) => n).filter((n) => !bad.includes(n)),
    );
    expect(savedOf(log)).toBe('0@25');
    expect(JSON.stringify(a.events)).not.toContain('secret');
  },
);

test('4.1 a letter is kept before what is behind its record is handed out', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 10));
  const order: string[] = [];
  const deadLetter: DeadLetterSink = {
    async write(letters) {
      for (const { id } of letters) order.push(`parked ${id}`);
    },
  };
  observeConsumer(log, clock, 'a', {
    onProcessorFailure: { deadLetter },
    handle(batch: Batch) {
      failingFor(2, 6)(batch);
      order.push(valuesOf(batch).join());
    },
  });
  await clock.advance(1_000);
  expect(order).toEqual(['0,1', 'parked 0@2', '3,4', '5', 'parked 0@6', '7', '8,9']);
});

test('4.1 a sink that fails fails the partition: nothing is passed over without a letter', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  const deadLetter: DeadLetterSink = { write: () => Promise.reject(new Error('secret: the disk is full')) };
  const a = observeConsumer(log, clock, 'a', { onProcessorFailure: { deadLetter }, handle: failingFor(12) });
  await clock.advance(10_000);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', message: expect.stringContaining('dead-letter sink') });
  expect((a.outcome() as Error).message).not.toContain('secret');
  expect(savedOf(log)).toBe('0@10');
});

test('4.1 a sink that cannot be opened is told by run before anything is read, as one of our errors', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const cause = new Error('no such folder');
  const deadLetter: DeadLetterSink = { open: () => Promise.reject(cause), write: async () => undefined };
  const a = observeConsumer(log, clock, 'a', { onProcessorFailure: { deadLetter } });
  await clock.advance(1_000);
  expect(a.outcome()).toMatchObject({ name: 'ConsumerError', code: 'processor-failed', cause });
  expect(log.calls).toEqual([]);
});

test('4.1 processRecord goes on at the record that failed, and does not repeat what was done before it', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 12));
  const seen: number[] = [];
  const a = observeConsumer(log, clock, 'a', {
    processorTries: 3,
    processRecord(record: LogRecord) {
      seen.push(Number(record.get('n')));
      if (record.get('n') === '4' && seen.length < 7) throw new Error('no');
    },
  });
  await clock.advance(10_000);
  expect(seen).toEqual([0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(a.outcome()).toBeUndefined();
});

test('4.1 with dead letters, too, processRecord handles each good record once', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 22));
  const deadLetter = createMemoryDeadLetterSink();
  const seen: number[] = [];
  observeConsumer(log, clock, 'a', {
    processorTries: 2,
    onProcessorFailure: { deadLetter },
    processRecord(record: LogRecord) {
      const n = Number(record.get('n'));
      if ([0, 4, 5, 9, 15].includes(n)) throw new Error('no');
      seen.push(n);
    },
  });
  await clock.advance(10_000);
  expect(deadLetter.letters.map(({ id }) => id)).toEqual(['0@0', '0@4', '0@5', '0@9', '0@15']);
  expect(seen).toEqual([1, 2, 3, 6, 7, 8, 10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21]);
});

test('4.1 with stop-partition the others go on, and run with them', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  log.append('1', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', {
    onPartitionFailure: 'stop-partition',
    handle({ partition }: Batch) {
      if (partition === '0') throw new Error('no');
    },
  });
  await clock.advance(10_000);
  log.append('1', numbered(5, 5));
  await clock.advance(60_000);
  expect(a.outcome()).toBeUndefined();
  expect(a.of('partition-failed')).toMatchObject([{ partition: '0' }]);
  expect(a.handled).toEqual([...handledOf('0', 0, 5), ...handledOf('1', 0, 10)]);
  expect(a.consumer.status().partitions).toMatchObject([{ state: 'failed' }, { state: 'reading' }]);
});

test('4.1 what was done before a partition fails is saved once more, in one try', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 25));
  const a = observeConsumer(log, clock, 'a', { checkpoint: { everyMs: 3_600_000 }, handle: failingFor(22) });
  await clock.advance(1_000);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed' });
  expect(savedOf(log)).toBe('0@20');
  expect((await a.stop()).partitions).toEqual({ 0: { saved: '0@20', lastDone: '0@20', abandoned: true } });
});

test('4.1 that save is not retried: a failure is told, and the stop ends, although the service is down', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 25));
  const a = observeConsumer(log, clock, 'a', {
    checkpoint: { everyMs: 3_600_000 },
    handle(batch: Batch) {
      log.faults.add({ call: 'save', action: { kind: 'fail', failure: { code: 'unavailable' } } });
      failingFor(22)(batch);
    },
  });
  await clock.advance(10);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed' });
  expect(a.of('call-retried')).toEqual([]);
  expect(savedOf(log)).toBe('0@0');
});

test('4.1 nothing is saved after a failure where the lease is over', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 25));
  observeConsumer(log, clock, 'a', {
    checkpoint: { everyMs: 3_600_000 },
    handle(batch: Batch, { signal }: PartitionContext) {
      if (batch.start !== '0@20') return;
      clock.jumpWall(40_000);
      expect(signal.aborted).toBe(false);
      throw new Error('no');
    },
  });
  await clock.settle();
  expect(log.calls.filter((call) => call.startsWith('save'))).toEqual(['save a [0@0]']);
});

test('2.6 a failed partition that is asked back leaves the heartbeat only when its last save is over', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  let dealt = ['0'];
  const sent: string[] = [];
  let saving = 0;
  const driver = wrapDriver(log.driver(), {
    async heartbeat(send, holding) {
      sent.push(`[${holding}] ${saving}`);
      return { ...(await send()), partitions: dealt };
    },
    async save(send) {
      saving++;
      await new Promise<void>((resolve) => {
        clock.schedule(4_000, resolve);
      });
      saving--;
      return send();
    },
  });
  const a = observeConsumer(log, clock, 'a', {
    driver,
    onPartitionFailure: 'stop-partition',
    checkpoint: { everyMs: 3_600_000 },
    async handle(batch: Batch) {
      if (batch.start === '0@0') return;
      dealt = [];
      throw new Error('no');
    },
  });
  // The start is saved at 4 s, the batch fails, the heartbeat of 5 s asks it back, the last save ends at 8 s.
  await clock.advance(12_000);
  expect(a.of('partition-released')).toHaveLength(1);
  expect(savedOf(log)).toBe('0@10');
  expect(sent.filter((each) => each.startsWith('[] 1'))).toEqual([]);
});
