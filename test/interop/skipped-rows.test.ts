import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test('npm run test:interop says in a line of its own which rows were skipped, and why', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'polylog-skipped-'));
  try {
    await writeFile(
      join(folder, 'rows.test.mjs'),
      "test('runs', () => {}); describe('some rows', () => { test.skip('need Go (there is no go)', () => {}); });",
    );
    const flags = ['--root', folder, '--globals', '--reporter', pathOf('scripts/peers/skipped-rows.mjs')];
    const child = spawn(process.execPath, [pathOf('node_modules/vitest/vitest.mjs'), 'run', ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (more) => (output += String(more)));
    await once(child, 'close');
    expect(output).toContain('1 skipped:\nskipped: some rows > need Go (there is no go)\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
