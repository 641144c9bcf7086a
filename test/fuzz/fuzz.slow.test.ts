import { zstd } from '@polylog/driver-kit';
import { expect, test } from 'vitest';
import { fuzzCommand } from './fuzz-command.js';
import { targets } from './targets.js';

const RUNS = 100_000;
/** A minute on a core of one's own; other suites may run beside this one. */
const LONGEST_MS = 600_000;
/** Both ways must really be taken, or the runs show nothing. */
const LEAST_SHARE = 0.15;

test('zstd is fuzzed wherever this Node has it', () => {
  expect([...targets].filter(([, target]) => target === undefined).map(([name]) => name)).toEqual(
    zstd === undefined ? ['zstd'] : [],
  );
});

test.each([...targets].flatMap(([name, target]) => (target === undefined ? [] : [name])))(
  `%s keeps its promises in ${RUNS} runs, at least half of them mutations of valid bodies`,
  { timeout: LONGEST_MS },
  async (name) => {
    const { runs, mutated, valid, refused } = await fuzzCommand(name, RUNS);
    expect(runs).toBe(RUNS);
    expect(mutated).toBeGreaterThanOrEqual(RUNS / 2);
    expect(valid).toBeGreaterThan(RUNS * LEAST_SHARE);
    expect(refused).toBeGreaterThan(RUNS * LEAST_SHARE);
  },
);
