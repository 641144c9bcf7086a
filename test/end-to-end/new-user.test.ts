import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { credentials, type EmulatedLog, logstore, project, startEmulatedLog } from './emulated-log.js';
import { until } from './until.js';

const repository = new URL('../../', import.meta.url);
const example = fileURLToPath(new URL('examples/quick-start/dist/main.js', repository));
/** Planted wherever a secret may stand, and looked for in everything that is printed. */
const PLANTED_SECRET = 'planted-secret-8f3a1c';

let log: EmulatedLog;
beforeAll(async () => {
  log = await startEmulatedLog({ shards: 2 });
  await log.write(10);
});
afterAll(() => log.stop());

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the README's example; `stopWhen` says, from its output, when it has done enough. */
async function runExample(env: Record<string, string>, stopWhen?: (stdout: string) => boolean): Promise<Ended> {
  const child = spawn(process.execPath, [example], {
    env: {
      PATH: process.env.PATH,
      SLS_ENDPOINT: log.endpoint,
      SLS_PROJECT: project,
      SLS_LOGSTORE: logstore,
      ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.secretAccessKey,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => (stdout += String(text)));
  child.stderr.on('data', (text) => (stderr += String(text)));
  const closed = once(child, 'close');
  if (stopWhen) {
    await until(() => stopWhen(stdout) || child.exitCode !== null);
    child.kill('SIGTERM');
  }
  const [code] = (await closed) as [number | null];
  return { code, stdout, stderr };
}

test("the README's example is the one that is run here", () => {
  const readme = readFileSync(new URL('README.md', repository), 'utf8');
  const source = readFileSync(new URL('examples/quick-start/src/main.ts', repository), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${source}\`\`\``);
});

test('the example prints every record and stops on SIGTERM with exit code 0', { timeout: 60_000 }, async () => {
  const { code, stdout, stderr } = await runExample({}, (text) => text.split('\n').length > 20);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const expected = log.shards.flatMap((shard) =>
    Array.from({ length: 10 }, (_, i) => `${shard} undefined record ${i} 日志`),
  );
  expect(stdout.trimEnd().split('\n').sort()).toEqual(expected.sort());
});

describe('each mistake gives one helpful line, exit code 1, no stack and no secret', () => {
  const cases: Record<string, Record<string, string>> = {
    'a wrong secret': { ALIBABA_CLOUD_ACCESS_KEY_SECRET: PLANTED_SECRET },
    'an unknown key id': { ALIBABA_CLOUD_ACCESS_KEY_ID: 'nobody', ALIBABA_CLOUD_ACCESS_KEY_SECRET: PLANTED_SECRET },
    'a missing key': { ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' },
    'a missing project': { SLS_PROJECT: 'no-such-project' },
    'a missing logstore': { SLS_LOGSTORE: 'no-such-logstore' },
    'an endpoint where nobody listens': {
      SLS_ENDPOINT: 'http://127.0.0.1:9',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: PLANTED_SECRET,
    },
    'a host that does not exist': { SLS_ENDPOINT: 'http://cn-nowhere.log.aliyuncs.invalid' },
    'a bad option': { SLS_PROJECT: 'Not A Project' },
    'a bad endpoint': { SLS_ENDPOINT: 'ftp://cn-hangzhou.log.aliyuncs.com' },
  };
  test.concurrent.for(Object.entries(cases))('%s', { timeout: 60_000 }, async ([, env], { expect }) => {
    const { code, stdout, stderr } = await runExample(env);
    expect(stdout + stderr).not.toContain(PLANTED_SECRET);
    expect(stdout + stderr).not.toContain(credentials.secretAccessKey);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }, stderr).toEqual({
      code: 1,
      stdout: '',
      lines: 1,
    });
    expect(stderr).not.toMatch(/\n\s+at /);
    const stable = stderr
      .replaceAll(log.endpoint, 'http://127.0.0.1:PORT')
      .replaceAll(new URL(log.endpoint).host, '127.0.0.1:PORT')
      .replaceAll(/\b[0-9A-F]{24}\b/g, 'REQUEST-ID')
      // What a resolver says when there is no network at all.
      .replace('EAI_AGAIN', 'ENOTFOUND');
    expect(stable).toMatchSnapshot();
  });
});
