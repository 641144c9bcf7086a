import { join } from 'node:path';
import { checkEverySection } from '@polylog/config';
import { expect, test } from 'vitest';
import { configFolder } from '../config/config-folder.js';
import { docs, root, snippetsIn } from './pages.js';
import { environmentOf, ids, runChild, startLogs } from './programs.js';

const { logsetId, topicId, logGroupId, logStreamId } = ids;

/** By key: what stands around a snippet that is a part of a file. */
const around: Readonly<Record<string, string>> = {
  provider: 'provider: alibaba-sls\n',
  group: 'group: billing\n',
  start: 'start: earliest\n',
  credentials: 'credentials: env\n',
  'alibaba-sls': 'alibaba-sls: { endpoint: cn-hangzhou.log.aliyuncs.com, project: my-project, logstore: requests }\n',
  'tencent-cls': `tencent-cls: { region: ap-guangzhou, logsetId: ${logsetId}, topicIds: [${topicId}] }\n`,
  'huawei-lts': `huawei-lts: { region: cn-north-4, projectId: 2a473356cca5487f8373be891bffc1cf, logGroupId: ${logGroupId}, logStreamId: ${logStreamId} }\n`,
};

const isWhole = (yaml: string): boolean => /^provider:/m.test(yaml);

function asFile(yaml: string): string {
  if (isWhole(yaml)) return yaml;
  const rest = Object.entries(around).filter(([key]) => !new RegExp(`^${key}:`, 'm').test(yaml));
  return rest.map(([, text]) => text).join('') + yaml;
}

const files = docs.flatMap((page) => snippetsIn(page, 'yaml')).map(({ place, code }) => [place, code] as const);
const commands = docs.flatMap((page) =>
  snippetsIn(page, 'sh').flatMap(({ place, code }) =>
    code
      .trim()
      .split('\n')
      .map((line) => [`${place} ${line}`, page, line] as const),
  ),
);

test('docs/configuration.md and the schema are what the data of the keys give; else run: node scripts/run.mjs config-schema', async () => {
  const cwd = root;
  const { code, stderr } = await runChild([join(root, 'scripts/config-schema.mjs'), '--check'], { cwd, env: {} });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('there are configurations and parts of them', () => {
  expect(files.filter(([, yaml]) => isWhole(yaml)).length).toBeGreaterThan(0);
  expect(files.filter(([, yaml]) => !isWhole(yaml)).length).toBeGreaterThan(3);
});

test.each(files)('the configuration at %s is good with the provider that it names', async (_, yaml) => {
  const { PATH: _path, ...env } = environmentOf(await startLogs());
  const checked = await checkEverySection({ cwd: configFolder({ 'polylog.config.yaml': asFile(yaml) }), env });
  const sections = checked.filter(({ provider }) => yaml.includes(`${provider}:`) || provider === 'alibaba-sls');
  expect(sections).toEqual(sections.map(({ provider }) => ({ provider, problems: [], warnings: [] })));
});

test('there are commands', () => {
  expect(commands.length).toBeGreaterThan(1);
});

test.each(commands)('%s: is a command that there is', async (_, page, line) => {
  if (line.startsWith('npm install ')) {
    const names = line.split(' ').filter((word) => /^(@polylog\/|polylog$)/.test(word));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names)
      expect(import.meta.resolve(name === 'polylog' ? 'polylog/package.json' : name)).toBeTruthy();
    return;
  }
  const [, args] = /^npx polylog (config check.*)$/.exec(line) ?? [];
  if (args === undefined) throw new Error(`Nobody knows how to try "${line}".`);
  const [yaml] = snippetsIn(page, 'yaml').filter(({ code }) => isWhole(code));
  const cwd = configFolder({ 'polylog.config.yaml': yaml?.code ?? '' });
  const command = join(root, 'packages/cli/dist/main.js');
  const { code, stderr } = await runChild([command, ...args.split(' ')], {
    cwd,
    env: environmentOf(await startLogs()),
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
