import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../dist/simulation/main.js', import.meta.url));

const LONGEST_MS = 180_000;

test('2,000 schedules keep every promise, and in at least 5 % of them each kind of event happens', {
  timeout: 2 * LONGEST_MS,
}, async () => {
  const startedAt = performance.now();
  await simulate('--seeds', '2000');
  expect(performance.now() - startedAt).toBeLessThan(LONGEST_MS);
});

test.each([
  ['tencent-cls', 300],
  ['huawei-lts', 300],
  ['alibaba-sls', 100],
] as const)(
  'over the driver of %s, on the emulator, %i schedules keep every promise',
  {
    timeout: 2 * LONGEST_MS,
  },
  (provider, seeds) => simulate('--provider', provider, '--seeds', String(seeds)),
);

async function simulate(...flags: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [main, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  console.log(output);
  expect(code, output.split('\n').at(-2)).toBe(0);
}
