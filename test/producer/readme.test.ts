import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSlsProducer } from '@polylog/alibaba-sls';
import { defaultAccessKey, startEmulator } from '@polylog/emulator';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('packages/alibaba-sls/README.md', root), 'utf8');
const [, section = ''] = /\n## Writing many records\n(.*?)\n## /s.exec(readme) ?? [];

describe('the section on the producer in the README of SLS', () => {
  test('begins with a program that runs as it stands', { timeout: 60_000 }, async () => {
    const [, program = ''] = /```ts\n(.*?)```/s.exec(section) ?? [];
    const { sls, stop } = await startEmulator({ sls: { projects: { 'my-project': { requests: {} } } } });
    const code = program.replace("endpoint: 'cn-hangzhou.log.aliyuncs.com'", `endpoint: '${sls.endpoint}'`);
    expect(code).not.toBe(program);
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      cwd: fileURLToPath(root),
      env: {
        PATH: process.env.PATH,
        ALIBABA_CLOUD_ACCESS_KEY_ID: defaultAccessKey.id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: defaultAccessKey.secret,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (more) => (stdout += String(more)));
    child.stderr.on('data', (more) => (stderr += String(more)));
    try {
      const [exitCode] = await once(child, 'close');
      expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '100001 0 no error\n', stderr: '' });
    } finally {
      child.kill('SIGKILL');
      await stop();
    }
  });

  test('names every option, and none that there is not', () => {
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    let known: readonly string[] = [];
    try {
      createSlsProducer({ zzzzzzzzzzzzzzzzzzzz: 1 } as never);
    } catch (error) {
      known = /Known are (.*)\.$/.exec((error as Error).message)?.[1]?.split(', ') ?? [];
    }
    expect(named.sort()).toEqual([...known].sort());
    expect(known.length).toBeGreaterThan(20);
  });
});
