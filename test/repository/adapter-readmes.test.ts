import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { slsDriver, fromOfficialOptions as slsOptions } from '@polylog/alibaba-sls';
import { defaultAccessKey, startEmulator } from '@polylog/emulator';
import { ltsDriver, fromOfficialOptions as ltsOptions } from '@polylog/huawei-lts';
import { clsDriver, fromOfficialOptions as clsOptions } from '@polylog/tencent-cls';
import { describe, expect, test } from 'vitest';
import { until } from '../end-to-end/until.js';

const root = new URL('../../', import.meta.url);
const [logGroupId, logStreamId] = ['e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1', 'c54dbc58-0fd8-48ed-b007-6d54981427a7'];
const [logsetId, topicId] = ['0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89', '6f6ded3f-948c-4616-9c7c-956a95d8c1a3'];

/** What a README says of its adapter, and how its first example is brought to the emulator. */
const adapters = [
  {
    folder: 'alibaba-sls',
    create: slsDriver as (options: never) => unknown,
    official: slsOptions as (table: never) => unknown,
    text: 'a line for SLS',
    keys: {
      ALIBABA_CLOUD_ACCESS_KEY_ID: defaultAccessKey.id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: defaultAccessKey.secret,
    },
    onEmulator: (example: string, endpoint: string) =>
      example.replace("endpoint: 'cn-hangzhou.log.aliyuncs.com'", `endpoint: '${endpoint}'`),
  },
  {
    folder: 'tencent-cls',
    create: clsDriver as (options: never) => unknown,
    official: clsOptions as (table: never) => unknown,
    text: 'a line for CLS',
    keys: { TENCENTCLOUD_SECRET_ID: defaultAccessKey.id, TENCENTCLOUD_SECRET_KEY: defaultAccessKey.secret },
    onEmulator: (example: string, endpoint: string) =>
      example.replace("region: 'ap-guangzhou',", `region: 'ap-guangzhou', endpoint: '${endpoint}',`),
  },
  {
    folder: 'huawei-lts',
    create: ltsDriver as (options: never) => unknown,
    official: ltsOptions as (table: never) => unknown,
    text: 'a line for LTS',
    keys: { HUAWEICLOUD_SDK_AK: defaultAccessKey.id, HUAWEICLOUD_SDK_SK: defaultAccessKey.secret },
    onEmulator: (example: string, endpoint: string) =>
      example.replace("region: 'cn-north-4',", `region: 'cn-north-4', endpoint: '${endpoint}',`),
  },
];

describe.each(adapters)('the README of $folder', ({ folder, create, official, keys, text, onEmulator }) => {
  const readme = readFileSync(new URL(`packages/${folder}/README.md`, root), 'utf8');

  test('lists every option of its driver, and no other', () => {
    const table = /## Options of `\w+`\n(.*?)\n\n[^|\n]/s.exec(readme)?.[1] ?? '';
    const listed = table
      .split('\n')
      .filter((row) => row.startsWith('| `'))
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(listed.sort()).toEqual(namesKnownTo(create).sort());
  });

  test('leaves no parameter of the official libraries that is taken out of the page about moving here', () => {
    const page = readFileSync(new URL(`docs/migrating/${folder}.md`, root), 'utf8');
    const missing = namesKnownTo(official).filter((name) => !page.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  test('begins with an example that runs as it stands, and stops on SIGTERM', { timeout: 60_000 }, async () => {
    const { sls, cls, lts, stop } = await startEmulator({
      sls: { projects: { 'my-project': { 'my-logstore': { shards: 1 } } } },
      cls: { logsets: { [logsetId]: { [topicId]: { partitions: 1 } } } },
      // Its members take half a minute for a session by default, and the group is told to have that.
      lts: { logGroups: { [logGroupId]: { [logStreamId]: { consumerGroups: { billing: { timeoutSeconds: 30 } } } } } },
    });
    const [time, other] = [Math.floor(Date.now() / 1_000), 'a line for SLS'];
    sls.put('my-project', 'my-logstore', { logs: [{ timeSeconds: time, contents: [['content', other]] }] });
    cls.put(topicId, { logs: [{ time, contents: [['__CONTENT__', 'a line for CLS']] }] });
    lts.put(logGroupId, logStreamId, { content: 'a line for LTS' });
    const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
    const code = onEmulator(example, sls.endpoint);
    expect(code).not.toBe(example);
    // It has no types in it, so it is JavaScript as it stands.
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      cwd: root,
      env: { PATH: process.env.PATH, ...keys },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (more) => (stdout += String(more)));
    child.stderr.on('data', (more) => (stderr += String(more)));
    try {
      const closed = once(child, 'close');
      await until(() => stdout.includes(text) || child.exitCode !== null);
      child.kill('SIGTERM');
      const [exitCode] = await closed;
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.trimEnd().endsWith(text), stdout).toBe(true);
    } finally {
      child.kill('SIGKILL');
      await stop();
    }
  });
});

/** As they are told to somebody who has misspelt one beyond recognition. */
function namesKnownTo(take: (options: never) => unknown): string[] {
  try {
    take({ zzzzzzzzzzzzzzzzzzzz: 1 } as never);
  } catch (error) {
    return (/Known are (.*)\.$/.exec((error as Error).message)?.[1] ?? '').split(', ');
  }
  throw new Error('It took a name that nobody knows.');
}
