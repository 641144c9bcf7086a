import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createLedger } from '../../examples/demo/dist/ledger.js';

const program = fileURLToPath(new URL('../../examples/demo/dist/main.js', import.meta.url));
const seeds = process.env.POLYLOG_TEST_ALL ? [1, 2, 3, 4] : [Math.floor(Math.random() * 1e6)];
/** The flags that choose it, and what it calls itself. */
const providers: readonly (readonly [flags: readonly string[], title: string])[] = [
  [[], 'Alibaba Cloud SLS'],
  [['--provider', 'tencent-cls'], 'Tencent Cloud CLS'],
  [['--provider', 'huawei-lts'], 'Huawei Cloud LTS'],
];

describe.each(seeds)('seed %i', (seed) => {
  test.concurrent.for(providers)(
    'on $1 a member killed in the middle of a batch loses nothing and breaks no order',
    { timeout: 90_000 },
    async ([flags, title], { expect }) => {
      const { code, output } = await runDemo(['--seed', String(seed), ...flags]);
      const told = /^sent (\d+), received (\d+), lost (\d+), repeated (\d+)$/m.exec(output)?.slice(1).map(Number);
      expect({ code, told }, output).toMatchObject({ code: 0, told: [24_000, 24_000, 0, expect.any(Number)] });
      // The half batch that had been handled before the kill comes again.
      expect(told?.[3], output).toBeGreaterThan(0);
      expect(output).toContain(`the emulator answers as ${title} on `);
      expect(output).toMatch(/member-a is killed \(SIGKILL\) in the middle of a batch/);
      expect(output).toMatch(/member-b has taken over everything/);
    },
  );
});

test('a provider that there is not is refused with those that there are', async () => {
  const { code, output } = await runDemo(['--provider', 'nobody']);
  expect({ code, output }).toEqual({
    code: 1,
    output: 'The demo failed: --provider is "nobody"; there are: alibaba-sls, tencent-cls, huawei-lts.\n',
  });
});

async function runDemo(flags: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

test('the judge counts a record that was never handled as lost, whatever the totals say', () => {
  const ledger = createLedger();
  ledger.sent('0', 3);
  ledger.handled({ shard: '0', lease: 'a#1', sequences: [0, 1] });
  ledger.handled({ shard: '0', lease: 'b#1', sequences: [1] });
  expect(ledger.verdict()).toMatchObject({
    sent: 3,
    received: 2,
    lost: 1,
    missing: ['0:2'],
    repeated: 1,
    disorder: [],
  });
});

test('the judge sees a record handled out of order, and a takeover that began too late', () => {
  const ledger = createLedger();
  ledger.sent('0', 5);
  ledger.handled({ shard: '0', lease: 'a#1', sequences: [0, 2, 1] });
  ledger.handled({ shard: '0', lease: 'b#1', sequences: [4, 3] });
  expect(ledger.verdict()).toMatchObject({ lost: 0 });
  expect(ledger.verdict().disorder).toEqual([
    'shard 0: a#1 handled 2 where 1 was due',
    'shard 0: a#1 handled 1 where 3 was due',
    'shard 0: b#1 began at 4, before 3 was handled',
    'shard 0: b#1 handled 3 where 5 was due',
  ]);
});
