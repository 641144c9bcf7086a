import type { Batch, PartitionContext } from '@polylog/core';
import { createFakeClock, createMemoryLog, MemoryLogError } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

const savesOf = (log: { readonly calls: readonly string[] }) => log.calls.filter((call) => call.startsWith('save'));

test.each(['not-found', 'invalid-argument', 'position-lost'] as const)(
  '3.2 a save that is refused as a whole as %s is halved until only the bad partition ends',
  async (code) => {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 5, clock });
    let deleted: string | undefined;
    const sent: string[] = [];
    const driver = wrapDriver(log.driver(), {
      async save(send, checkpoints) {
        const ids = checkpoints.map(({ partition }) => partition);
        sent.push(ids.join(''));
        if (deleted !== undefined && ids.includes(deleted)) throw new MemoryLogError({ code, message: 'No topic.' });
        return send();
      },
    });
    const a = observeConsumer(log, clock, 'a', { driver, onPartitionFailure: 'stop-partition' });
    await clock.advance(1_000);
    deleted = '3';
    sent.length = 0;
    for (const id of log.partitionIds()) log.append(id, numbered(0, 3));
    await clock.advance(6_000);
    expect(sent).toEqual(['01234', '01', '234', '2', '34', '3', '4']);
    expect(a.of('partition-failed')).toMatchObject([{ partition: '3', code, message: 'No topic.' }]);
    for (const id of ['0', '1', '2', '4']) expect(log.group('g')?.checkpoints().get(id)?.position).toBe(`${id}@3`);
    for (const id of log.partitionIds()) log.append(id, numbered(3, 3));
    await clock.advance(6_000);
    expect(sent.at(-1)).toBe('0124');
    expect(a.outcome()).toBeUndefined();
  },
);

test('3.2 a save of all or none that is refused for a partition of another member is halved until only that one is lost', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 4, clock });
  let taken: string | undefined;
  const sent: string[] = [];
  const failure = { code: 'lease-lost', message: 'Somebody else has it.', scope: 'partition' } as const;
  const driver = wrapDriver(log.driver(), {
    async save(send, checkpoints) {
      const ids = checkpoints.map(({ partition }) => partition);
      sent.push(ids.join(''));
      if (taken === undefined || !ids.includes(taken)) return send();
      if (ids.length > 1) throw new MemoryLogError(failure);
      return new Map([[taken, { kind: 'lost', failure }]]);
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(1_000);
  taken = '1';
  sent.length = 0;
  for (const id of log.partitionIds()) log.append(id, numbered(0, 3));
  await clock.advance(5_500);
  expect(sent.slice(0, 5)).toEqual(['0123', '01', '0', '1', '23']);
  expect(a.of('partition-lost')).toMatchObject([{ partition: '1' }]);
  for (const id of ['0', '2', '3']) expect(log.group('g')?.checkpoints().get(id)?.position).toBe(`${id}@3`);
  expect(a.outcome()).toBeUndefined();
});

test('3.2 a save that fails as a whole for another reason is not halved', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 4, clock });
  const sent: number[] = [];
  let down = false;
  const driver = wrapDriver(log.driver(), {
    async save(send, checkpoints) {
      sent.push(checkpoints.length);
      if (down) throw new MemoryLogError({ code: 'unavailable' });
      return send();
    },
  });
  observeConsumer(log, clock, 'a', { driver });
  await clock.advance(1_000);
  down = true;
  sent.length = 0;
  for (const id of log.partitionIds()) log.append(id, numbered(0, 3));
  await clock.advance(6_000);
  // What follows are the retries, each by itself.
  expect(sent[0]).toBe(4);
  expect(sent).not.toContain(2);
});

test('3.1 everyBatches saves after that many batches of a partition, however little time has passed', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 70));
  observeConsumer(log, clock, 'a', {
    checkpoint: { everyBatches: 3, everyMs: 3_600_000 },
    handle: () =>
      new Promise<void>((resolve) => {
        clock.schedule(10, resolve);
      }),
  });
  await clock.advance(5_000);
  expect(savesOf(log)).toEqual(['save a [0@0]', 'save a [0@30]', 'save a [0@60]']);
});

test('3.1 manual: only what the processor marks is saved, also at a stop; what was not comes again', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 45));
  const a = observeConsumer(log, clock, 'a', {
    checkpoint: 'manual',
    async handle(batch: Batch, { tracker }: PartitionContext) {
      // What is done, and this third batch once it is done.
      if (batch.start === '0@20') await tracker.save();
    },
  });
  await clock.advance(4_000);
  expect(savesOf(log)).toEqual(['save a [0@0]']);
  await clock.advance(60_000);
  expect(savesOf(log)).toEqual(['save a [0@0]', 'save a [0@30]']);
  expect((await a.stop()).partitions).toEqual({ 0: { saved: '0@30', lastDone: '0@45', abandoned: false } });
  await clock.advance(60_000);
  const b = observeConsumer(log, clock, 'b');
  await clock.advance(1_000);
  expect(b.handled).toEqual(handledOf('0', 30, 15));
});

test('3.1 manual: a batch that is marked and then fails is not saved', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 25));
  const a = observeConsumer(log, clock, 'a', {
    checkpoint: 'manual',
    async handle(batch: Batch, { tracker }: PartitionContext) {
      await tracker.save();
      if (batch.start === '0@20') throw new Error('after all');
    },
  });
  await clock.advance(10_000);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed' });
  expect(savesOf(log).at(-1)).toBe('save a [0@20]');
});

test('3.1 manual: shutdown is where the last batch can be marked', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  const a = observeConsumer(log, clock, 'a', {
    checkpoint: 'manual',
    processor: () => ({
      process: () => undefined,
      shutdown: ({ tracker }: PartitionContext) => tracker.save(),
    }),
  });
  await clock.advance(1_000);
  expect((await a.stop()).partitions).toEqual({ 0: { saved: '0@15', lastDone: '0@15', abandoned: false } });
});

test('3.1 manual: nothing that was marked before a rewind is saved behind it', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 25));
  const seen: Batch[] = [];
  observeConsumer(log, clock, 'a', {
    checkpoint: 'manual',
    async handle(batch: Batch, { tracker }: PartitionContext) {
      seen.push(batch);
      if (seen.length !== 3) return;
      await tracker.save();
      if (seen[0]) tracker.rewind(seen[0]);
    },
  });
  await clock.advance(60_000);
  expect(seen.map(({ start }) => start)).toEqual(['0@0', '0@10', '0@20', '0@0', '0@10', '0@20']);
  expect(new Set(savesOf(log))).toEqual(new Set(['save a [0@0]']));
});
