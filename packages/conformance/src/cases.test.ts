import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { catalogue, conformanceCases, type Harness } from './cases.js';

/** Counts what it opened and closed; can nothing but what a case needs that runs here. */
function countingHarness(): Harness & { opened: number; closed: number } {
  const counting = {
    opened: 0,
    closed: 0,
    capabilities: { split: false, merge: false, emptyLog: false, faults: [], foreignPosition: 'none' },
    async open({ partitions, batchRecords }: { readonly partitions: number; readonly batchRecords: number }) {
      counting.opened++;
      const clock = createFakeClock();
      const log = createMemoryLog({ partitions, batchRecords, clock });
      return {
        ...log,
        clock,
        id: String,
        // What is written is gone: no case about records can pass.
        append: () => undefined,
        advance: clock.advance,
        fault: () => () => undefined,
        close: async () => void counting.closed++,
      };
    },
  };
  return counting;
}

test('every case has an id of its own and a promise, and there are at least sixty', () => {
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
  expect(new Set(catalogue.map(({ promise }) => promise)).size).toBe(catalogue.length);
  expect(catalogue.length).toBeGreaterThanOrEqual(60);
});

test('a deviation that names no case is refused', () => {
  const harness = { ...countingHarness(), deviates: [{ test: 'read-4711', reason: 'none' }] };
  expect(() => conformanceCases(harness)).toThrow('"read-4711"');
});

test('a case says what its harness lacks', () => {
  const cases = conformanceCases(countingHarness());
  expect(cases.find(({ id }) => id === 'read-13')?.lacks).toEqual(['split']);
  expect(cases.find(({ id }) => id === 'read-1')?.lacks).toEqual([]);
});

test('a case that passes and one that fails both close what they opened', async () => {
  const harness = countingHarness();
  const run = (wanted: string): Promise<void> | undefined =>
    conformanceCases(harness)
      .find(({ id }) => id === wanted)
      ?.run();
  await run('read-1');
  expect([harness.opened, harness.closed]).toEqual([1, 1]);
  for (const id of ['read-2', 'runtime-1']) await expect(run(id)).rejects.toThrow();
  expect([harness.opened, harness.closed]).toEqual([3, 3]);
});

test('a log that loses what is written to it fails the cases about records', async () => {
  const failed: string[] = [];
  for (const { id, family, lacks, run } of conformanceCases(countingHarness())) {
    if (family === 'read' && lacks.length === 0) await run().catch(() => failed.push(id));
  }
  expect(failed).toEqual(expect.arrayContaining(['read-2', 'read-3', 'read-4', 'read-8', 'read-9', 'read-22']));
});
