import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const main = fileURLToPath(new URL('../dist/fuzz/main.js', import.meta.url));

/** What `npm run fuzz` counts. */
export interface FuzzCounts {
  readonly runs: number;
  readonly mutated: number;
  readonly valid: number;
  readonly refused: number;
  readonly kept: number;
}

/** Runs it for one decoder, in a process of its own whose memory nobody else asks for, and prints what it printed. */
export async function fuzzCommand(target: string, runs: number, node: string = process.execPath): Promise<FuzzCounts> {
  const seed = process.env.POLYLOG_SEED;
  const child = spawn(
    node,
    [main, '--target', target, '--runs', String(runs), ...(seed === undefined ? [] : ['--seed', seed])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  console.log(output);
  expect(code, output).toBe(0);
  const counts = /: (\d+) runs, (\d+) mutated, (\d+) valid, (\d+) refused, (\d+) kept, seed \d+/.exec(output);
  const [, run = 0, mutated = 0, valid = 0, refused = 0, kept = 0] = counts?.map(Number) ?? [];
  return { runs: run, mutated, valid, refused, kept };
}
