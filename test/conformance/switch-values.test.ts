import { clsSwitches, ltsSwitches, slsSwitches } from '@polylog/emulator';
import { expect, test } from 'vitest';
import { clsSwitchValues } from './cls-switches.js';
import { ltsSwitchValues } from './lts-switches.js';
import { slsSwitchValues } from './sls-switches.js';
import { switchValues } from './switch-values.js';

test.each([
  ['SLS', slsSwitches, slsSwitchValues],
  ['CLS', clsSwitches, clsSwitchValues],
  ['LTS', ltsSwitches, ltsSwitchValues],
] as const)(
  'the suite runs under every other value of every switch of %s that consumers can see, of which each has one',
  (_, set, values) => {
    for (const [name, { standard, others, administrative = false }] of Object.entries(set.specs)) {
      if (administrative) continue;
      const run = values.map(({ switches }) => (switches as Record<string, unknown>)[name]);
      expect(others.length, name).toBeGreaterThan(0);
      for (const value of others) {
        expect(value, name).not.toBe(standard);
        expect(run, name).toContain(value);
      }
    }
  },
);

test('switches that are named together are turned together, with what is noted of each', () => {
  const deviates = [{ test: 'read-1', reason: 'so it is' }];
  const notes = { 'limit=refused': { deviates }, 'leastLimit=10': { with: { gzip: 'when-accepted' } } } as const;
  const values = switchValues(ltsSwitches, notes, [['limit', 'leastLimit']]);
  expect(values.filter(({ switches }) => 'limit' in switches || 'leastLimit' in switches)).toEqual([
    {
      title: 'limit=refused leastLimit=10',
      switches: { limit: 'refused', leastLimit: 10, gzip: 'when-accepted' },
      deviates,
    },
  ]);
});

test('a note about a value that there is not is refused', () => {
  expect(() => switchValues(clsSwitches, { 'offsets=none': {} })).toThrow('offsets=none');
});
