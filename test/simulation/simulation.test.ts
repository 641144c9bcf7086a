import { expect, test } from 'vitest';
import { loadCore } from './core-under-test.js';
import { runSchedule } from './run-schedule.js';
import { runSeeds } from './run-seeds.js';
import { createSchedule } from './schedule.js';

test('whatever fails, freezes or dies, promises 1 to 4, 6 and 7 are kept: seeds 1 to 200', {
  timeout: 60_000,
}, async () => {
  const { failures } = await runSeeds(await loadCore(), { from: 1, to: 200, mostFailures: 1 }, () => undefined);
  expect(failures.join('\n')).toBe('');
});

test('a seed says everything: its schedule runs the same way a second time', async () => {
  const under = await loadCore();
  for (const seed of [3, 7, 31]) {
    const first = await runSchedule(under, createSchedule(seed));
    const second = await runSchedule(under, createSchedule(seed));
    expect([...second.counts]).toEqual([...first.counts]);
  }
});
