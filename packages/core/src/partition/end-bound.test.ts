import { expect, test } from 'vitest';
import type { DriverBatch } from '../driver.js';
import { toPosition } from '../position.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { createEndResolver, roundUpMs } from './end-bound.js';

const partition = { id: '0', stream: 's', readOnly: false, parents: [] };
const endMs = 1_700_000_100_000;

function batch(o: Partial<DriverBatch>): DriverBatch {
  const at = toPosition('0@0');
  return {
    partition: '0',
    start: at,
    next: at,
    state: 'more',
    records: [],
    recordCount: 1,
    rawBytes: 1,
    release: () => undefined,
    ...o,
  };
}

test.each([
  [{ servedAtMs: endMs - 1_001 }, false],
  [{ servedAtMs: endMs - 1_000 }, true],
  [{ servedAtMs: endMs + 60_000 }, true],
  [{ servedAtMs: endMs, state: 'caught-up', recordCount: 0 }, true],
  [{ servedAtMs: endMs, state: 'ended' }, true],
  // Nothing in it, and nothing can follow.
  [{ servedAtMs: endMs, state: 'ended', recordCount: 0 }, false],
] as const)('a batch %j may reach behind the end: %s', (about, reaches) => {
  const end = createEndResolver({ epochMs: endMs, clock: createFakeClock(), locate: async () => toPosition('0@5') });
  expect(end.reaches(batch(about))).toBe(reaches);
});

test('a service that does not tell its time is taken to have ours', () => {
  const clock = createFakeClock({ startMs: endMs - 1_001 });
  const end = createEndResolver({ epochMs: endMs, clock, locate: async () => toPosition('0@5') });
  expect(end.reaches(batch({}))).toBe(false);
  clock.jumpWall(1);
  expect(end.reaches(batch({}))).toBe(true);
});

test('the place is asked for five seconds after the end by the time of the service, once, and then no batch reaches behind it', async () => {
  const clock = createFakeClock({ startMs: 0 });
  const asked: number[] = [];
  const end = createEndResolver({
    epochMs: endMs,
    clock,
    async locate() {
      asked.push(clock.monotonic());
      return toPosition('0@5');
    },
  });
  expect(end.bound).toEqual({ epochMs: endMs });
  const resolved = end.resolve(partition, endMs - 2_000, new AbortController().signal);
  await clock.advance(6_999);
  expect(asked).toEqual([]);
  await clock.advance(1);
  await resolved;
  expect(asked).toEqual([7_000]);
  expect(end.bound).toEqual({ epochMs: endMs, position: '0@5' });
  expect(end.reaches(batch({ servedAtMs: endMs + 1 }))).toBe(false);
});

test('an abort ends the waiting for the end', async () => {
  const clock = createFakeClock({ startMs: endMs });
  const end = createEndResolver({ epochMs: endMs, clock, locate: () => Promise.reject(new Error('asked')) });
  const stop = new AbortController();
  const resolved = end.resolve(partition, undefined, stop.signal);
  stop.abort('enough');
  await expect(resolved).rejects.toBe('enough');
  expect(clock.pending).toBe(0);
});

test.each([
  [1_000, 1_000, 1_000],
  [1_001, 1_000, 2_000],
  [1_999, 1_000, 2_000],
  [1_001, 1, 1_001],
])('%i ms are %i ms exact: %i', (epochMs, resolutionMs, rounded) => {
  expect(roundUpMs(epochMs, resolutionMs)).toBe(rounded);
});
