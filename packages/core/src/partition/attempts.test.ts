import { expect, test } from 'vitest';
import { createMemoryDeadLetterSink } from '../dead-letter/memory-dead-letter-sink.js';
import { ConsumerError } from '../errors/consumer-error.js';
import type { UnsourcedEvent } from '../observe/events.js';
import { toPosition } from '../position.js';
import type { Batch } from '../record.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { memoryRecord } from '../testing/memory-record.js';
import { type ProcessorFailurePolicy, processWithRetries } from './attempts.js';
import { originOf, sliceBatch } from './batch-slice.js';

function batchOf(count: number): Batch {
  const records = Array.from({ length: count }, (_, n) =>
    memoryRecord({ fields: { n: String(n) }, epochMs: 0 }, `0@${n}`, () => false),
  );
  return {
    partition: '0',
    start: toPosition('0@0'),
    next: toPosition(`0@${count}`),
    state: 'more',
    records,
    recordCount: count,
    rawBytes: 100 * count,
  };
}
const idsOf = (batch: Batch): string[] => [...batch.records].map(({ id }) => id);

function trying(count: number, attempt: (batch: Batch) => void, policy: ProcessorFailurePolicy, tries = 2) {
  const clock = createFakeClock();
  const events: UnsourcedEvent[] = [];
  const giveUp = new AbortController();
  const working = new AbortController();
  const ended = processWithRetries(batchOf(count), (batch) => Promise.resolve(batch).then(attempt), {
    provider: 'memory',
    stream: 's',
    tries,
    policy,
    giveUp: giveUp.signal,
    working: working.signal,
    clock,
    random: () => 0.5,
    emit: (event) => void events.push(event),
  });
  ended.catch(() => undefined);
  return { clock, events, giveUp, working, ended };
}

test('every set of bad records among nine is found exactly, in order, and each good one goes through', async () => {
  for (let mask = 0; mask < 2 ** 9; mask++) {
    const bad = Array.from({ length: 9 }, (_, n) => n).filter((n) => mask & (1 << n));
    const deadLetter = createMemoryDeadLetterSink();
    const through = new Set<string>();
    const { ended } = trying(
      9,
      (batch) => {
        const ids = idsOf(batch);
        if (bad.some((n) => ids.includes(`0@${n}`))) throw new Error('no');
        for (const id of ids) through.add(id);
      },
      { deadLetter },
      1,
    );
    await ended;
    expect(deadLetter.letters.map(({ id }) => id)).toEqual(bad.map((n) => `0@${n}`));
    expect(through.size).toBe(9 - bad.length);
  }
});

test('a drain ends the search for bad records before the next part; what is parked by then stays so', async () => {
  const deadLetter = createMemoryDeadLetterSink();
  const asked: string[][] = [];
  const { giveUp, ended } = trying(
    4,
    (batch) => {
      asked.push(idsOf(batch));
      if (asked.length === 3) giveUp.abort('drained');
      throw new Error('no');
    },
    { deadLetter },
    1,
  );
  await expect(ended).rejects.toBe('drained');
  expect(asked).toEqual([['0@0', '0@1', '0@2', '0@3'], ['0@0', '0@1'], ['0@0']]);
  expect(deadLetter.letters).toEqual([]);
});

test('what is thrown after the lease is lost counts as nothing: no event, no skip, no letter', async () => {
  const deadLetter = createMemoryDeadLetterSink();
  for (const policy of ['stop', 'skip', { deadLetter }] as const) {
    const gone = new ConsumerError('lease-lost', 'Gone.');
    const { events, working, ended } = trying(
      2,
      () => {
        working.abort(gone);
        throw new Error('aborted by me');
      },
      policy,
      1,
    );
    await expect(ended).rejects.toBe(gone);
    expect(events).toEqual([]);
  }
  expect(deadLetter.letters).toEqual([]);
});

test('a drain ends a pause between two tries at once, and leaves no timer', async () => {
  const { clock, giveUp, ended, events } = trying(
    2,
    () => {
      throw new Error('no');
    },
    'stop',
    5,
  );
  await clock.advance(200);
  giveUp.abort('drained');
  await expect(ended).rejects.toBe('drained');
  expect(events).toHaveLength(2);
  expect(clock.pending).toBe(0);
});

test('a part of a part knows which records of the whole it has', () => {
  const whole = batchOf(10);
  const part = sliceBatch(sliceBatch(whole, 4, 10), 1, 4);
  expect(idsOf(part)).toEqual(['0@5', '0@6', '0@7']);
  expect(originOf(part)).toEqual({ whole, from: 5 });
  expect(originOf(whole)).toEqual({ whole, from: 0 });
  expect([part.recordCount, part.rawBytes, part.start, part.next]).toEqual([3, 300, '0@0', '0@10']);
});
