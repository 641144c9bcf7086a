import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configSection as sls } from '@polylog/alibaba-sls';
import { checkEverySection, configSchema, createDriver, loadConfig } from '@polylog/config';
import { configSection as lts } from '@polylog/huawei-lts';
import { configSection as cls } from '@polylog/tencent-cls';
import { describe, expect, test } from 'vitest';
import { newerNode } from '../../scripts/peers/newer-node.mjs';
import { describeWithPeer } from '../interop/peer.js';
import { configFolder } from './config-folder.js';

const repository = resolve(import.meta.dirname, '../..');
const data = {
  provider: 'alibaba-sls',
  group: 'billing',
  start: { time: '2026-01-01T00:00:00Z' },
  'alibaba-sls': {
    endpoint: 'cn-hangzhou.log.aliyuncs.com',
    project: 'my-project',
    logstore: 'my-logstore',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  },
};
const yaml = `provider: alibaba-sls
group: billing
start: { time: 2026-01-01T00:00:00Z }
alibaba-sls:
  endpoint: cn-hangzhou.log.aliyuncs.com
  project: my-project
  logstore: my-logstore
  credentials: { accessKeyId: id, secretAccessKey: secret }
`;
const module = `export default ${JSON.stringify(data)};\n`;
const typed = `import { type ConfigInput, defineConfig } from '@polylog/config';
const config: ConfigInput = defineConfig(${JSON.stringify(data)});
export default config;\n`;

test.each([
  ['polylog.config.yaml', yaml],
  ['polylog.config.yml', yaml],
  ['polylog.config.json', JSON.stringify(data, null, '\t')],
  ['polylog.config.mjs', module],
  ['polylog.config.js', module],
])('8.4 %s is found and read', async (name, text) => {
  const folder = configFolder({ [name]: text, 'package.json': '{ "type": "module" }' });
  const config = await loadConfig({ cwd: folder });
  expect(config).toMatchObject({ file: join(folder, name), provider: 'alibaba-sls' });
  expect(createDriver(config).provider).toBe('alibaba-sls');
});

test('8.4 a module may hold what a file cannot: functions, objects of a vendor, times as Date', async () => {
  const folder = configFolder({
    'polylog.config.mjs': `
import { nativeLz4 } from './codec.mjs';
const section = { endpoint: 'cn-hangzhou.log.aliyuncs.com', project: 'my-project', logstore: 'my-logstore' };
export default {
  provider: 'alibaba-sls', group: 'billing', start: { time: new Date(0) },
  'alibaba-sls': { ...section, credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }), compression: nativeLz4() },
  'tencent-cls': { region: 'ap-guangzhou', logsetId: 'l', topicIds: ['t'], credentials: { secretId: 'a', secretKey: 'b' } },
};`,
    'codec.mjs': `export const nativeLz4 = () => ({ name: 'lz4', compress: (b) => b, decompress: async (b) => b });`,
  });
  const checked = await checkEverySection({ cwd: folder });
  expect(checked).toEqual([
    { provider: 'alibaba-sls', problems: [], warnings: [] },
    { provider: 'tencent-cls', problems: [], warnings: [] },
  ]);
});

describe('8.4 TypeScript', () => {
  test.runIf((process.features as { typescript?: unknown }).typescript === undefined)(
    '8.4 where Node does not strip types, the error says so',
    async () => {
      const folder = configFolder({ 'polylog.config.ts': typed });
      await expect(loadConfig({ cwd: folder })).rejects.toThrow(
        `polylog.config.ts: this Node, ${process.versions.node}, does not strip types. Take Node 22.18 or later, or write it as polylog.config.js or .yaml.`,
      );
    },
  );
});

describeWithPeer('TypeScript', 'npm: node', await newerNode(), ({ node }) => {
  test('8.4 where Node strips types, polylog.config.ts is read', () => {
    const folder = configFolder({ 'polylog.config.ts': typed, 'package.json': '{ "type": "module" }' });
    const command = join(repository, 'packages/cli/dist/main.js');
    const { status, stdout, stderr } = spawnSync(node, ['--no-warnings', command, 'config', 'check'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${join(folder, 'polylog.config.ts')}: good, with alibaba-sls.\n`,
      stderr: '',
    });
  });
});

test.each([
  ['no file', {}, undefined],
  ['two files', { 'polylog.config.yaml': yaml, 'polylog.config.json': '{}' }, undefined],
  ['a named file that is not there', {}, 'else.yaml'],
  ['another ending', { 'polylog.toml': '' }, 'polylog.toml'],
  ['YAML with a tab', { 'a.yaml': 'provider: x\nsection:\n\tkey: 1\n' }, 'a.yaml'],
  ['YAML with a key twice', { 'a.yaml': 'group: a\ngroup: b\n' }, 'a.yaml'],
  ['YAML that does not end', { 'a.yaml': 'secret: "PLANTED\nmore: [1\n' }, 'a.yaml'],
  ['two documents', { 'a.yaml': 'group: a\n---\ngroup: b\n' }, 'a.yaml'],
  ['an alias of nothing', { 'a.yaml': 'group: *nobody\n' }, 'a.yaml'],
  ['JSON with a comment', { 'a.json': '{\n  // PLANTED\n  "group": "a"\n}' }, 'a.json'],
  ['JSON with a comma at its end', { 'a.json': '{ "secret": "PLANTED", }' }, 'a.json'],
  ['JSON with a key twice', { 'a.json': '{ "group": "a",\n  "group": "b" }' }, 'a.json'],
  ['YAML called JSON', { 'a.json': 'secret: PLANTED\n' }, 'a.json'],
  ['a module that throws', { 'a.mjs': 'throw new TypeError("PLANTED");' }, 'a.mjs'],
  ['a module that is none', { 'a.mjs': 'export default { secret: "PLANTED" ' }, 'a.mjs'],
  ['a module without a configuration', { 'a.mjs': 'export const other = 1;' }, 'a.mjs'],
] as const)('8.4 %s: refused in one line that helps', async (_, files, file) => {
  const folder = configFolder(files);
  const error = await loadConfig({ cwd: folder, ...(file === undefined ? {} : { file }) }).catch(
    (thrown: unknown) => thrown,
  );
  const { message, code, cause } = error as Error & { readonly code: string };
  expect(message.replaceAll(folder, '/FOLDER')).not.toMatch(/PLANTED|\n/);
  // By the test runner's loader errors of a module have other names.
  const stable = message.replaceAll(folder, '/FOLDER').replace(/it threw \w+/, 'it threw an error');
  expect({ code, message: stable, cause }).toMatchSnapshot();
});

describe('8.4 the JSON schema for editors', () => {
  const schema = JSON.parse(readFileSync(join(repository, 'packages/config/schema.json'), 'utf8')) as ReturnType<
    typeof configSchema
  >;

  test('8.4 is what the data of the keys give; else run: node scripts/run.mjs config-schema', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(configSchema([sls, cls, lts]))));
  });

  test('8.4 may be named in the file', async () => {
    const folder = configFolder({ 'polylog.config.json': JSON.stringify({ $schema: './schema.json', ...data }) });
    await loadConfig({ cwd: folder });
  });

  test('8.4 says of every key what it is, in one line', () => {
    const lines: string[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, each] of Object.entries(value)) {
        if (name === 'properties') {
          for (const [key, property] of Object.entries(each as object)) {
            if (key !== '$schema') lines.push((property as { description?: string }).description ?? `${key} has none`);
          }
        }
        visit(each);
      }
    };
    visit(schema);
    expect(lines.length).toBeGreaterThan(80);
    expect(lines.filter((line) => !/^[\p{L}{(].*\.$/u.test(line) || line.length > 160)).toEqual([]);
  });
});

test('8.4 every section is looked at, also those that do not count; those are not needed to load the file', async () => {
  const folder = configFolder({
    'polylog.config.yaml': `${yaml}tencent-cls: { region: nowhere_1, logsetId: "\${NOBODY}", topicIds: [t], credentials: env }\nhuawei-lts: {}\n`,
  });
  expect((await loadConfig({ cwd: folder, env: {} })).provider).toBe('alibaba-sls');
  const checked = await checkEverySection({ cwd: folder, env: {} });
  expect(checked.map(({ provider, problems }) => [provider, problems.map(({ path }) => path)])).toEqual([
    ['alibaba-sls', []],
    ['tencent-cls', ['tencent-cls.region', 'tencent-cls.logsetId', 'tencent-cls.credentials']],
    [
      'huawei-lts',
      [
        'huawei-lts.credentials',
        'huawei-lts.region',
        'huawei-lts.projectId',
        'huawei-lts.logGroupId',
        'huawei-lts.logStreamId',
      ],
    ],
  ]);
});
