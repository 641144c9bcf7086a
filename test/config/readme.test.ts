import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { configSection as sls } from '@polylog/alibaba-sls';
import { checkEverySection } from '@polylog/config';
import { defaultAccessKey, startEmulator } from '@polylog/emulator';
import { configSection as lts } from '@polylog/huawei-lts';
import { configSection as cls } from '@polylog/tencent-cls';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../end-to-end/until.js';
import { configFolder } from './config-folder.js';

const packages = resolve(import.meta.dirname, '../../packages');
const readme = (name: string): string => readFileSync(resolve(packages, name, 'README.md'), 'utf8');
const block = (text: string, language: string): string =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(text)?.[1] ?? '';

const [yaml, program, processor] = [
  block(readme('config'), 'yaml'),
  block(readme('config'), 'ts'),
  block(readme('cli'), 'js'),
];
const [logsetId, topicId] = ['0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89', '6f6ded3f-948c-4616-9c7c-956a95d8c1a3'];
const keys = Object.fromEntries(
  [sls, cls, lts].flatMap(({ credentialVariables: names }) => [
    [names?.accessKeyId, defaultAccessKey.id],
    [names?.secretAccessKey, defaultAccessKey.secret],
  ]),
) as Record<string, string>;

test("the README's file is good, with every provider", async () => {
  const checked = await checkEverySection({ cwd: configFolder({ 'polylog.config.yaml': yaml }), env: keys });
  expect(checked).toEqual(
    ['alibaba-sls', 'tencent-cls', 'huawei-lts'].map((provider) => ({ provider, problems: [], warnings: [] })),
  );
});

test.each([
  ['alibaba-sls', 'program', ['main.mjs']],
  ['tencent-cls', 'program', ['main.mjs']],
  ['huawei-lts', 'program', ['main.mjs']],
  ['alibaba-sls', 'command', [resolve(packages, 'cli/dist/main.js'), 'run', './processor.mjs']],
])('with %s the %s of the READMEs prints what it says, and stops on SIGTERM', async (provider, _, args) => {
  const emulator = await startEmulator({
    sls: { projects: { 'my-project': { requests: { shards: 1 } } } },
    cls: { logsets: { [logsetId]: { [topicId]: { partitions: 1 } } } },
    lts: {
      logGroups: {
        'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1': {
          'c54dbc58-0fd8-48ed-b007-6d54981427a7': { shards: 1, consumerGroups: { billing: {} } },
        },
      },
    },
  });
  onTestFinished(() => emulator.stop());
  const seconds = Math.floor(emulator.clock.now() / 1_000);
  const text = (status: string, body: string): [string, string][] => [
    [status, '200'],
    [body, 'hello'],
  ];
  emulator.sls.put('my-project', 'requests', {
    logs: [{ timeSeconds: seconds, contents: text('http_status', 'content') }],
  });
  emulator.cls.put(topicId, { logs: [{ time: seconds * 1_000, contents: text('response_code', '__CONTENT__') }] });
  emulator.lts.put('e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1', 'c54dbc58-0fd8-48ed-b007-6d54981427a7', {
    content: 'hello',
    labels: { status: '200' },
  });
  const folder = configFolder({
    'polylog.config.yaml': yaml.replace('provider: alibaba-sls', `provider: ${provider}`),
    // Neither has types in it, so both are JavaScript as they stand.
    'main.mjs': program,
    'processor.mjs': processor,
  });
  const { endpoint } = emulator.sls;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, ...keys, SLS_ENDPOINT: endpoint, CLS_ENDPOINT: endpoint, LTS_ENDPOINT: endpoint },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (more) => (stdout += String(more)));
  child.stderr.on('data', (more) => (stderr += String(more)));
  const closed = once(child, 'close');
  await until(() => stdout.includes('hello') || child.exitCode !== null);
  child.kill('SIGTERM');
  const [code] = await closed;
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: '200 hello\n' });
});
