import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clsSwitches } from '../cls/switches.js';
import { ltsSwitches } from '../lts/switches.js';
import { slsSwitches } from '../sls/switches.js';

const sets = { slsSwitches, clsSwitches, ltsSwitches };
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe.each(Object.entries(sets))('%s', (_name, set) => {
  test.each(Object.entries(set.specs))(
    '%s: every value that is listed is taken, none of them is the default',
    (name, spec) => {
      for (const value of spec.others) {
        expect(set.resolve({ [name]: value })).toMatchObject({ [name]: value });
        expect(set.parse(`${name}=${value}`)).toEqual({ [name]: value });
        expect(value).not.toBe(spec.standard);
      }
      expect(spec.others.length).toBeGreaterThan(0);
    },
  );

  test.each(Object.entries(set.defaults))('%s and its default stand in the README', (name, value) => {
    expect(readme).toContain(`| \`${name}\` | ${value === '' ? 'empty' : `\`${value}\``} |`);
  });
});

test('what is not allowed is refused, with the switch, what was found, and what is allowed', () => {
  for (const [given, message] of [
    [{ nope: 1 }, /unknown switch "nope"; there are: offsets, offsetBase/],
    [{ offsets: 'even' }, 'switch offsets is "even"; allowed: dense, per-log, bytes'],
    [{ offsetBase: 1 }, 'switch offsetBase is "1"; allowed: a bigint'],
    [{ offsetBase: -1n }, 'switch offsetBase is -1; allowed: a whole number from 0'],
    [{ invalidOffsetStatus: 400.5 }, 'switch invalidOffsetStatus is 400.5; allowed: a whole number from 0'],
  ] as const) {
    expect(() => clsSwitches.resolve(given as object)).toThrow(message);
  }
});
