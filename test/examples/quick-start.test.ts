import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { defaultAccessKey, startEmulator } from '@polylog/emulator';
import { expect, test } from 'vitest';

const example = new URL('../../examples/quick-start/', import.meta.url);

test('examples/quick-start prints what its expected.txt says, until it is stopped', { timeout: 60_000 }, async () => {
  await using emulator = await startEmulator({ sls: { projects: { shop: { requests: { shards: 1 } } } } });
  const { sls, clock } = emulator;
  const timeSeconds = Math.floor(clock.now() / 1_000);
  const requests = [
    ['200', 'GET /'],
    ['404', 'GET /favicon.ico'],
    ['200', 'POST /orders'],
  ] as const;
  const logs = requests.map(([status, content]) => ({
    timeSeconds,
    contents: [['status', status] as const, ['content', content] as const],
  }));
  sls.put('shop', 'requests', { logs });

  const child = spawn(process.execPath, [new URL('dist/main.js', example).pathname], {
    env: {
      PATH: process.env.PATH,
      SLS_ENDPOINT: sls.endpoint,
      SLS_PROJECT: 'shop',
      SLS_LOGSTORE: 'requests',
      ALIBABA_CLOUD_ACCESS_KEY_ID: defaultAccessKey.id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: defaultAccessKey.secret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const expected = readFileSync(new URL('expected.txt', example), 'utf8');
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (text) => (stderr += String(text)));
  child.stdout.on('data', (text) => {
    stdout += String(text);
    if (stdout.length >= expected.length) child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(expected);
});
