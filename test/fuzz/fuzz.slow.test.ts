import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { zstd } from '@polylog/driver-kit';
import { expect, test } from 'vitest';
import { targets } from './targets.js';

const main = fileURLToPath(new URL('../dist/fuzz/main.js', import.meta.url));

const RUNS = 100_000;
/** Two minutes on a core of one's own; other suites may run beside this one. */
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
    const child = spawn(process.execPath, [main, '--target', name, '--runs', String(RUNS)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    console.log(output);
    expect(code, output).toBe(0);
    const [, runs, mutated, valid, refused, kept] =
      /: (\d+) runs, (\d+) mutated, (\d+) valid, (\d+) refused, (\d+) kept, seed \d+/.exec(output)?.map(Number) ?? [];
    expect(runs).toBe(RUNS);
    expect(mutated).toBeGreaterThanOrEqual(RUNS / 2);
    expect(valid).toBeGreaterThan(RUNS * LEAST_SHARE);
    expect(refused).toBeGreaterThan(RUNS * LEAST_SHARE);
    expect(kept).toBeGreaterThan(10);
  },
);
