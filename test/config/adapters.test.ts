import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConsumerFromConfig, createDriver, loadConfig } from '@polylog/config';
import { expect, test } from 'vitest';
import { configFolder } from './config-folder.js';

const repository = resolve(import.meta.dirname, '../..');
const yaml = `provider: alibaba-sls
group: billing
start: earliest
credentials: { accessKeyId: a, secretAccessKey: b }
alibaba-sls: { endpoint: cn-hangzhou.log.aliyuncs.com, project: my-project, logstore: my-logstore }
tencent-cls: {}
`;
const memory = `import { createMemoryLog } from '@polylog/core/testing';
const log = createMemoryLog({ partitions: 1 });
log.append('0', [{ fields: { content: 'hello' } }]);
export const configSection = { provider: 'memory', keys: { size: { type: 'number', description: '' } }, createDriver: () => log.driver() };
`;

/** A program that loads the configuration of a folder where nothing but the packages named is installed. */
function loadedWith(
  folder: string,
  packages: readonly string[],
): { readonly status: number | null; readonly output: string } {
  for (const name of packages)
    symlinkSync(join(repository, 'packages', name), join(folder, 'node_modules/@polylog', name));
  const config = pathToFileURL(join(repository, 'packages/config/dist/index.js')).href;
  const program = `const { loadConfig } = await import('${config}');
    try { console.log((await loadConfig()).provider); } catch (error) { console.log(error.code + ' ' + error.message); }
    console.log(process.memoryUsage().rss > 0);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

const empty = (more: Readonly<Record<string, string>> = {}): string =>
  configFolder({ 'polylog.config.yaml': yaml, 'node_modules/@polylog/.keep': '', ...more }, { packages: false });

test('8.1 only the adapter that is named has to be installed', () => {
  expect(loadedWith(empty(), ['alibaba-sls'])).toEqual({ status: 0, output: 'alibaba-sls\ntrue\n' });
});

test.each([
  ['npm install', { 'package-lock.json': '{}' }],
  ['npm install', {}],
  ['pnpm add', { 'pnpm-lock.yaml': '' }],
  ['yarn add', { 'yarn.lock': '' }],
  ['bun add', { 'bun.lock': '' }],
])('8.1 a missing adapter is named with what brings it: %s, by %o', (command, files) => {
  expect(loadedWith(empty(files), [])).toEqual({
    status: 0,
    output: `not-found polylog.config.yaml:1:1: provider: The package "@polylog/alibaba-sls" is not installed here. Run: ${command} @polylog/alibaba-sls\ntrue\n`,
  });
});

test('8.1 the adapter is taken from the folder of the file, not from that of the program', () => {
  const folder = empty({
    'node_modules/@polylog/alibaba-sls/package.json': '{ "exports": "./a.js", "type": "module" }',
  });
  symlinkSync('/nowhere', join(folder, 'node_modules/@polylog/alibaba-sls/a.js'));
  expect(loadedWith(folder, []).output).toContain('"@polylog/alibaba-sls" is not installed here');
});

test.each([
  ['a path', { './memory.mjs': { size: 1 } }, './memory.mjs', {}],
  ['a path of the section', { mine: { adapter: './memory.mjs' } }, 'mine', {}],
  [
    'a package',
    { '@acme/logs': {} },
    '@acme/logs',
    {
      'node_modules/@acme/logs/package.json': '{ "exports": { "import": "./index.js" }, "type": "module" }',
      'node_modules/@acme/logs/index.js': memory,
    },
  ],
])('8.1 an adapter of a third party by %s reads', async (_, sections, provider, files) => {
  const portable = { provider, group: 'g', start: 'earliest', ...sections };
  const packages = !('node_modules/@acme/logs/index.js' in files);
  const folder = configFolder(
    { 'polylog.config.json': JSON.stringify(portable), 'memory.mjs': memory, ...files },
    { packages },
  );
  if (!packages) symlinkSync(join(repository, 'node_modules/@polylog'), join(folder, 'node_modules/@polylog'));
  const config = await loadConfig({ cwd: folder });
  const bodies: unknown[] = [];
  const stop = new AbortController();
  const consumer = createConsumerFromConfig(config, {
    logger: 'silent',
    processRecord(record) {
      bodies.push(record.body);
      stop.abort();
    },
  });
  await consumer.run({ signal: stop.signal });
  expect(bodies).toEqual(['hello']);
});

const named = (provider: string): string => JSON.stringify({ provider, group: 'g', start: 'earliest', [provider]: {} });

test.each([
  ['a path to nowhere', { 'polylog.config.json': named('./nowhere.mjs') }],
  ['a package that is not there', { 'polylog.config.json': named('@acme/nowhere/sub') }],
  [
    'a package of a section that is not there',
    { 'polylog.config.json': JSON.stringify({ provider: 'x', x: { adapter: 'nowhere' } }) },
  ],
  ['a module that is no adapter', { 'polylog.config.json': named('./other.mjs'), 'other.mjs': 'export const x = 1;' }],
  ['a module that throws', { 'polylog.config.json': named('./other.mjs'), 'other.mjs': 'throw new Error("why");' }],
  [
    'a module whose section is broken',
    { 'polylog.config.json': named('./other.mjs'), 'other.mjs': 'export const configSection = { provider: "x" };' },
  ],
])('8.1 %s: refused with what to do', async (_, files) => {
  const folder = configFolder(files, { packages: false });
  const error = await loadConfig({ cwd: folder }).catch((thrown: unknown) => thrown);
  const { message, code } = error as Error & { readonly code: string };
  expect(`${code} ${message.replaceAll(folder, '/FOLDER')}`).toMatchSnapshot();
});

test('8.1 words of an adapter that do not name an option are not shown where they may quote a variable', async () => {
  const adapter = `export const configSection = { provider: 'x', keys: { name: { type: 'text', description: '' } },
    createDriver({ name }) { throw new Error('I do not like ' + name); } };`;
  const load = async (name: string): Promise<string> => {
    const section = { provider: './x.mjs', group: 'g', start: 'earliest', './x.mjs': { name } };
    const folder = configFolder({ 'x.mjs': adapter, 'polylog.config.json': JSON.stringify(section) });
    return loadConfig({ cwd: folder, env: { NAME: 'PLANTED' } }).then(String, (error: Error) => error.message);
  };
  expect(await load('this')).toBe('polylog.config.json:1:54: ["./x.mjs"]: I do not like this');
  expect(await load('${NAME}')).toBe(
    'polylog.config.json:1:54: ["./x.mjs"]: is refused, in words that are not shown, for they may quote ${NAME}. Write values in place of the variables to see them.',
  );
});

test('8.1 no adapter depends on @polylog/config, and that on none of them', () => {
  for (const name of readdirSync(join(repository, 'packages'))) {
    const manifest = JSON.parse(readFileSync(join(repository, 'packages', name, 'package.json'), 'utf8')) as Record<
      string,
      object
    >;
    const dependencies = Object.keys(manifest.dependencies ?? {});
    if (name === 'config') expect(dependencies).toEqual(['@polylog/core', 'import-meta-resolve', 'yaml']);
    else if (name !== 'cli') expect(dependencies).not.toContain('@polylog/config');
  }
});

test('8.1 a configuration of another copy of the package, or none at all, is refused', () => {
  expect(() => createDriver({ file: 'x', provider: 'x', warnings: [] })).toThrow('Load it first.');
});
