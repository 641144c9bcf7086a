import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultAccessKey, type Emulator, startEmulator } from '@polylog/emulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../end-to-end/until.js';

const example = new URL('../../examples/huawei-lts/', import.meta.url);
const projectId = '2a473356cca5487f8373be891bffc1cf';
const groupId = 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1';
const streamId = 'c54dbc58-0fd8-48ed-b007-6d54981427a7';
const keys = { HUAWEICLOUD_SDK_AK: defaultAccessKey.id, HUAWEICLOUD_SDK_SK: defaultAccessKey.secret };

let emulator: Emulator;
const folder = mkdtempSync(join(tmpdir(), 'polylog-'));
/** Behind the first five logs and before the last, in nanoseconds. */
let between: string;

beforeAll(async () => {
  emulator = await startEmulator({ lts: { logGroups: { [groupId]: { [streamId]: { shards: 1 } } } } });
  const { lts, clock } = emulator;
  const put = (content: string): void => void lts.put(groupId, streamId, { content });
  for (let i = 0; i < 5; i++) put(`early ${i}`);
  clock.advance(10_000);
  between = `${clock.now()}000000`;
  clock.advance(10_000);
  put('late');
});
afterAll(async () => {
  await emulator.stop();
  rmSync(folder, { recursive: true });
});

let groups = 0;

/** The options that have to be there, with a group of its own. */
function needed(): Record<string, string> {
  const group = `group-${++groups}`;
  // A run with an end is over when nothing has moved for a session.
  emulator.lts.createConsumerGroup({ logGroup: groupId, logStream: streamId, group, timeoutSeconds: 10 });
  return {
    endpoint: emulator.lts.endpoint,
    region: 'cn-north-4',
    project_id: projectId,
    group_id: groupId,
    stream_id: streamId,
    consumer_group_name: group,
  };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `enough` says, from what it has printed, when it is to be sent a SIGTERM. */
async function run(
  options: Readonly<Record<string, string | undefined>>,
  { env = keys, enough }: { readonly env?: Record<string, string>; readonly enough?: (stdout: string) => boolean } = {},
): Promise<Ended> {
  const args = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  const child = spawn(process.execPath, [new URL('dist/main.js', example).pathname, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += String(text)));
  child.stderr.on('data', (text) => (stderr += String(text)));
  const closed = once(child, 'close');
  if (enough) {
    await until(() => enough(stdout) || child.exitCode !== null);
    child.kill('SIGTERM');
  }
  const [code] = (await closed) as [number | null];
  return { code, stdout, stderr };
}

/** The official clients take 60 s for a session, and the group here has 10 s, which is told. */
const SHORT_SESSION = /^WARNING \S+: group-differs \(setting=sessionTimeoutMs, wanted=60000, inForce=10000\)\n/;

describe.concurrent('examples/huawei-lts', { timeout: 60_000 }, () => {
  test('prints what its expected.txt says, and ends at the end time', async () => {
    const { code, stdout, stderr } = await run({ ...needed(), end_time: between, consume_batch_size: '2' });
    expect({ code, stderr: stderr.replace(SHORT_SESSION, '') }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(between, 'END')).toBe(readFileSync(new URL('expected.txt', example), 'utf8'));
  });

  test('goes on until it is stopped where no end is named, with keys of the command line; the next run finds nothing new', async () => {
    const options = { ...needed(), ak: defaultAccessKey.id, sk: defaultAccessKey.secret, consumer_count: '2' };
    const first = await run(options, { env: {}, enough: (stdout) => stdout.includes('6 in all') });
    expect(first.code, first.stderr).toBe(0);
    const second = await run({ ...options, end_time: `${emulator.clock.now()}000000` }, { env: {} });
    expect({ code: second.code, lines: second.stdout.trimEnd().split('\n').length }, second.stderr).toEqual({
      code: 0,
      lines: 1,
    });
  });

  test('begins where it is told: at a time in nanoseconds, or at the end', async () => {
    const some = await run({ ...needed(), start_time: between }, { enough: (stdout) => stdout.includes('in all') });
    expect(some.stdout).toContain('shard 0: 1 logs this time, 1 in all');
    const none = await run(
      { ...needed(), start_time: 'end', log_level: 'debug' },
      { enough: (stdout) => /batch-read|checkpoint-saved/.test(stdout) },
    );
    expect(none.stdout).not.toContain('in all');
  });

  test('logs everything to a file, too, if one is named', async () => {
    const file = join(folder, 'test.log');
    const { stdout } = await run({ ...needed(), end_time: between, log_level: 'error', is_test: file });
    expect(stdout).toBe('');
    const lines = readFileSync(file, 'utf8');
    expect(lines).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z INFO {4}shard 0: 5 logs this time, 5 in all$/m);
    expect(lines).toMatch(/DEBUG .*checkpoint-saved of partition 0/);
    expect(lines).not.toContain(defaultAccessKey.secret);
  });

  test('lists its options', async () => {
    const { code, stdout } = await run({}, { env: {} });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const help = await runBare('--help');
    expect(help.code).toBe(0);
    for (const name of Object.keys(needed())) expect(help.stdout).toContain(`--${name} `);
  });

  const wrong: Record<
    string,
    { readonly options: Record<string, string | undefined>; readonly env?: Record<string, string> }
  > = {
    'nothing but a region': {
      options: {
        endpoint: undefined,
        project_id: undefined,
        group_id: undefined,
        stream_id: undefined,
        consumer_group_name: undefined,
      },
    },
    'no keys': { options: {}, env: {} },
    'half of the keys': { options: { ak: 'planted' }, env: {} },
    'a misspelt option': { options: { shard_id: 'planted' } },
    'an option without a value': { options: { start_time: '--end_time' } },
    'a start in milliseconds': { options: { start_time: '1685444710000' } },
    'the start of the vendor’s sample': { options: { start_time: '213123123123' } },
    'a start in words': { options: { start_time: 'yesterday' } },
    'an end before the start': { options: { start_time: '1685444710000000001', end_time: '1685444710000000000' } },
    'the name of a log group': { options: { group_id: 'lts-group-orders' } },
    'a batch that is too large': { options: { consume_batch_size: '5000' } },
    'half a consumer': { options: { consumer_count: '0.5' } },
    'a level that there is not': { options: { log_level: 'chatty' } },
    'a file in no folder': { options: { is_test: '/no/such/folder/test.log' } },
    'a wrong secret': { options: { sk: 'planted' } },
    'a group that there is not': { options: { consumer_group_name: 'nobody' } },
    'an endpoint where nobody listens': { options: { endpoint: 'http://127.0.0.1:9' } },
  };

  test.for(Object.entries(wrong))('%s gives one helpful line', async ([, { options, env }], { expect }) => {
    const { code, stdout, stderr } = await run({ ...needed(), ...options }, env === undefined ? {} : { env });
    expect({ code, lines: stderr.trimEnd().split('\n').length }, stderr).toEqual({ code: 1, lines: 1 });
    expect(stdout + stderr).not.toMatch(/planted|\n\s+at /);
    expect(stdout + stderr).not.toContain(defaultAccessKey.secret);
    const stable = stderr
      .replaceAll(new URL(emulator.lts.endpoint).host, '127.0.0.1:PORT')
      .replaceAll(/group-\d+/g, 'GROUP')
      .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) =>
        id === groupId || id === streamId ? id : 'REQUEST-ID',
      );
    expect(stable).toMatchSnapshot();
  });
});

async function runBare(flag: string): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const child = spawn(process.execPath, [new URL('dist/main.js', example).pathname, flag]);
  let stdout = '';
  child.stdout.on('data', (text) => (stdout += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}
