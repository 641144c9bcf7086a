import type { Batch } from '@polylog/core';
import { toPosition } from '@polylog/core';
import type { LogDriver } from '@polylog/core/driver';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

/** A log whose group has its checkpoint at 0@5, of which only 0@15 to 0@20 are kept, and 0@20 to 0@25 came a second later. */
async function expiredLog() {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const before = observeConsumer(log, clock, 'before');
  await clock.advance(1_000);
  await before.stop();
  log.append('0', numbered(5, 15));
  await clock.advance(60_000);
  const later = clock.now();
  log.append('0', numbered(20, 5));
  log.trim('0', 15);
  return { clock, log, later };
}

test('4.3 an expired position fails the partition where the user names nothing else', async () => {
  const { clock, log } = await expiredLog();
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(5_000);
  expect(a.outcome()).toMatchObject({ code: 'position-lost', partition: '0' });
  expect(a.of('position-reset')).toEqual([]);
});

test.each([
  ['earliest', 15],
  ['latest', 25],
  ['time', 20],
  ['Date', 20],
] as const)(
  '4.3 onExpired %s: the place is saved first, told from where to where, and reading goes on there',
  async (policy, from) => {
    const { clock, log, later } = await expiredLog();
    const onExpired = { earliest: 'earliest', latest: 'latest', time: { epochMs: later }, Date: new Date(later) }[
      policy
    ];
    await clock.advance(1_000);
    const a = observeConsumer(log, clock, 'a', { onExpired });
    await clock.advance(1_000);
    log.append('0', numbered(25, 5));
    await clock.advance(5_000);
    expect(a.handled).toEqual(handledOf('0', from, 30 - from));
    expect(a.of('position-reset')).toMatchObject([{ partition: '0', from: '0@5', to: `0@${from}` }]);
    const saved = log.calls.indexOf(`save a [0@${from}]`);
    expect(saved).toBeGreaterThan(log.calls.indexOf('read 0@5'));
    expect(log.calls.indexOf(`read 0@${from}`)).toBeGreaterThan(saved);
  },
);

test('4.3 while the new place cannot be saved, nothing is read from it', async () => {
  const { clock, log } = await expiredLog();
  const lift = log.faults.add({ call: 'save', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  const a = observeConsumer(log, clock, 'a', { onExpired: 'earliest' });
  await clock.advance(10_000);
  expect(log.calls.filter((call) => call === 'read 0@15')).toEqual([]);
  expect(a.of('position-reset')).toEqual([]);
  lift();
  await clock.advance(10_000);
  expect(a.handled).toEqual(handledOf('0', 15, 10));
});

test('4.3 a place that the service names and then does not know fails the partition, instead of asking for ever', async () => {
  const { clock, log } = await expiredLog();
  const driver = log.driver();
  const a = observeConsumer(log, clock, 'a', {
    onExpired: 'earliest',
    driver: {
      ...driver,
      locate: async (partitions) => new Map(partitions.map(({ id }) => [id, toPosition('0@7')])),
    } satisfies LogDriver,
  });
  await clock.advance(60_000);
  expect(a.outcome()).toMatchObject({ code: 'position-lost' });
  expect(log.calls.filter((call) => call === 'read 0@7')).toHaveLength(1);
});

test('4.3 retention that passes a running reader is met in the same way', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 40));
  const a = observeConsumer(log, clock, 'a', {
    onExpired: 'earliest',
    async handle(batch: Batch) {
      if (batch.start !== '0@0') return;
      await new Promise<void>((resolve) => {
        clock.schedule(2_000, resolve);
      });
      log.trim('0', 33);
    },
  });
  await clock.advance(10_000);
  // One batch had been fetched ahead.
  expect(a.handled).toEqual([...handledOf('0', 0, 20), ...handledOf('0', 33, 7)]);
  expect(a.of('position-reset')).toMatchObject([{ from: '0@20', to: '0@33' }]);
});

test('4.3 a stop while the new place is asked for saves what was done', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 10));
  const a = observeConsumer(log, clock, 'a', { onExpired: 'earliest', checkpoint: { everyMs: 3_600_000 } });
  await clock.advance(10);
  log.faults.add({ call: 'locate', action: { kind: 'hang' } });
  log.append('0', numbered(10, 10));
  log.trim('0', 15);
  await clock.advance(5_000);
  expect(log.calls.at(-1)).not.toContain('0@15');
  expect((await a.stop()).partitions).toEqual({ 0: { saved: '0@10', lastDone: '0@10', abandoned: false } });
});

test('4.3 what the service passed over by itself, as the driver says, is told by an event', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const skipped = { from: toPosition('0@-9'), to: toPosition('0@0'), description: 'nine log groups' };
  const driver = wrapDriver(log.driver(), {
    async read(send, _, from) {
      const batch = await send();
      return from === '0@0' ? { ...batch, skipped } : batch;
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(5_000);
  expect(a.of('records-skipped')).toMatchObject([{ partition: '0', ...skipped }]);
  expect(a.handled).toEqual(handledOf('0', 0, 5));
});
