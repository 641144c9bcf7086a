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
] as const)('the suite runs under every other value of every switch of %s, of which each has one', (_, set, values) => {
  for (const [name, { standard, others }] of Object.entries(set.specs)) {
    const run = values.map(({ switches }) => (switches as Record<string, unknown>)[name]);
    expect(others.length, name).toBeGreaterThan(0);
    for (const value of others) {
      expect(value, name).not.toBe(standard);
      expect(run, name).toContain(value);
    }
  }
});

test('a note about a value that there is not is refused', () => {
  expect(() => switchValues(clsSwitches, { 'offsets=none': {} })).toThrow('offsets=none');
});
