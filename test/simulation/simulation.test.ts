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

test.each(['alibaba-sls', 'tencent-cls', 'huawei-lts'] as const)(
  'so they are over the driver of %s: seeds 1 to 15',
  {
    timeout: 60_000,
  },
  async (provider) => {
    const range = { provider, from: 1, to: 15, mostFailures: 1 };
    const { failures } = await runSeeds(await loadCore(), range, () => undefined);
    expect(failures.join('\n')).toBe('');
  },
);

test.each([
  ['memory', [3, 7, 31]],
  ['alibaba-sls', [3]],
  ['tencent-cls', [3, 7]],
  ['huawei-lts', [3, 7]],
] as const)('a seed says everything: its schedule over %s runs the same way a second time', async (provider, seeds) => {
  const under = await loadCore();
  for (const seed of seeds) {
    const first = await runSchedule(under, createSchedule(seed, provider));
    const second = await runSchedule(under, createSchedule(seed, provider));
    expect([...second.counts]).toEqual([...first.counts]);
  }
});
