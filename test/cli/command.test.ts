import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configFolder } from '../config/config-folder.js';
import { environment, type Provider, providers, startThreeClouds } from '../config/three-clouds.js';
import { until } from '../end-to-end/until.js';
import { main, polylog, start } from './polylog.js';

const yaml = `provider: alibaba-sls
group: billing
start: earliest
credentials: { accessKeyId: a, secretAccessKey: b }
alibaba-sls: { endpoint: cn-hangzhou.log.aliyuncs.com, project: my-project, logstore: my-logstore }
tencent-cls: { region: ap-guangzhou, logsetId: l, topicIds: [t] }
`;

describe('polylog config check', () => {
  test('says that a configuration is good, and ends with 0', async () => {
    const folder = configFolder({ 'polylog.config.yaml': yaml });
    const out = `${join(folder, 'polylog.config.yaml')}: good, with alibaba-sls.\n`;
    expect(await polylog(folder, ['config', 'check'])).toEqual({ code: 0, out, err: '' });
  });

  test('says all that is wrong, and ends with 1', async () => {
    const folder = configFolder({ 'else.yaml': yaml.replace('group', 'gruop').replace('my-project', 'X') });
    expect(await polylog(folder, ['config', 'check', 'else.yaml'])).toEqual({
      code: 1,
      out: '',
      err: `else.yaml:1:1: group must be a name; or give "partitions" to read without a group; found nothing.
else.yaml:2:1: gruop is no key. Did you mean group?
else.yaml:5:56: alibaba-sls.project is "X"; allowed: 3 to 63 lower-case letters, digits and "-", the first and last a letter or digit. Copy it from the console.
`,
    });
  });

  test('8.4 --all looks at the sections that do not count, too', async () => {
    const folder = configFolder({ 'polylog.config.yaml': yaml.replace('topicIds: [t]', 'topicIds: []') });
    expect(await polylog(folder, ['config', 'check', '--all'])).toEqual({
      code: 1,
      out: 'alibaba-sls: good\ntencent-cls: refused for 1 problem\n',
      err: 'polylog.config.yaml:6:51: tencent-cls.topicIds is an empty list; allowed: a list of one or more ids of topics.\n',
    });
    expect((await polylog(folder, ['config', 'check'])).code).toBe(0);
  });

  test('tells what unsupported: warn lets pass', async () => {
    const folder = configFolder({ 'polylog.config.yaml': `unsupported: warn\norder: lineage\n${yaml}` });
    expect(await polylog(folder, ['config', 'check', '--all'])).toEqual({
      code: 0,
      out: 'alibaba-sls: good\ntencent-cls: good, with 1 warned of\n',
      err: 'warning: polylog.config.yaml:2:1: order is lineage, which tencent-cls cannot promise: it keeps order inside a partition only. Leave it out, or say unsupported: warn to go on without it.\n',
    });
  });
});

test('what is not understood gets one line, and 2', async () => {
  const err = 'polylog: there is no command "chekc". "polylog --help" lists what there is.\n';
  expect(await polylog(configFolder({}), ['chekc'])).toEqual({ code: 2, out: '', err });
});

test('--help lists the commands, --version says which this is', async () => {
  const { version } = JSON.parse(readFileSync(resolve(main, '../../package.json'), 'utf8')) as { version: string };
  const folder = configFolder({});
  expect(await polylog(folder, ['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  const firstLines = { '--help': 'polylog: one consumer', 'run --help': 'polylog run MODULE [OPTIONS]' };
  for (const [line, first] of Object.entries(firstLines)) {
    const { code, out } = await polylog(folder, line.split(' '));
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(new RegExp(`^${first.replaceAll(/[[\]]/g, '\\$&')}`)),
    });
  }
});

const portable = `provider: alibaba-sls\ngroup: billing\nstart: earliest\ncreate: if-missing\nidleMs: 200
credentials: { accessKeyId: "\${KEY_ID}", secretAccessKey: "\${KEY_SECRET}" }\n`;
const print = '(record) => console.log(record.get("status"), record.body)';

describe('polylog run', () => {
  const handlers: Record<string, string> = {
    'an export processRecord': `export const processRecord = ${print};`,
    'an export process': `export const process = (batch) => { for (const record of batch.records) (${print})(record); };`,
    'an export processor': `export const processor = () => ({ process(batch) { for (const record of batch.records) (${print})(record); } });`,
    'a default export that is a function': `export default (batch) => { for (const record of batch.records) (${print})(record); };`,
    'a default export with options': `export default { processRecord: ${print}, logger: 'silent' };`,
  };

  test.each(Object.entries(handlers))('runs %s, and stops on SIGTERM with the report and 0', async (_, code) => {
    const clouds = await startThreeClouds();
    clouds.write([{ status: '200', content: 'hello' }]);
    const folder = configFolder({ 'polylog.config.yaml': portable + clouds.sections, 'processor.mjs': code });
    const { child, output, ended } = start(folder, ['run', './processor.mjs'], { env: environment });
    await until(() => output.out.includes('hello') || child.exitCode !== null);
    child.kill('SIGTERM');
    expect(await ended, output.err).toBe(0);
    expect(output.out).toBe('200 hello\n');
    expect(output.err).toMatch(/polylog: partition 0: saved at \S+\npolylog: stopped\.\n$/);
  });

  test.each(providers)('--provider %s takes that section, SIGINT stops it', async (provider: Provider) => {
    const clouds = await startThreeClouds();
    clouds.write([{ status: '200', content: 'hello' }]);
    const config = portable.replace('provider: alibaba-sls', 'provider: nobody') + clouds.sections;
    const folder = configFolder({ 'some.yaml': config, 'processor.mjs': handlers['an export process'] ?? '' });
    const args = ['run', 'processor.mjs', '--config', 'some.yaml', '--provider', provider];
    const { child, output, ended } = start(folder, args, { env: environment });
    await until(() => output.out.includes('hello') || child.exitCode !== null);
    child.kill('SIGINT');
    expect({ code: await ended, out: output.out }, output.err).toEqual({ code: 0, out: '200 hello\n' });
    expect(output.err).toContain(`${provider}/billing: checkpoints-elsewhere`);
  });

  test('ends by itself where everything is read', async () => {
    const clouds = await startThreeClouds();
    clouds.write([{ status: '200', content: 'hello' }]);
    const until = new Date(clouds.emulator.clock.now() + 5_000).toISOString();
    clouds.emulator.clock.advance(30_000);
    const standalone = `provider: alibaba-sls\npartitions: { 0: earliest }\nuntil: { time: ${until} }\n${portable.split('\n').at(-2)}\n`;
    const folder = configFolder({
      'polylog.config.yaml': standalone + clouds.sections,
      'p.mjs': handlers['an export processRecord'] ?? '',
    });
    expect(await polylog(folder, ['run', 'p.mjs'], environment)).toMatchObject({ code: 0, out: '200 hello\n' });
  });

  const failing: Record<string, readonly [code: string | undefined, err: RegExp]> = {
    'a module that handles nothing': [
      'export const x = 1;',
      /^\.\/p\.mjs exports nothing that handles records\. Export a function called process, processRecord, processor, or one as default\.\n$/,
    ],
    'two handlers': [
      `export const process = () => {}, processRecord = ${print};`,
      /^"process" and "processRecord" are given; give one of them\.\n$/,
    ],
    'a module that is not there': [
      undefined,
      /^\.\/p\.mjs is no file in \S+\. Name the module that handles records\.\n$/,
    ],
    'a module that throws': ['throw new Error("mine");', /Error: mine\n {4}at /],
    'a processor that throws': [
      'export const process = () => { throw new Error("mine"); };\nexport default { process, processorTries: 1, logger: "silent" };',
      /a batch was abandoned\npolylog: stopped\.\nprocess\(\) of partition "0" threw Error at /,
    ],
  };

  test.each(Object.entries(failing))('%s ends it with 1, and says why', async (_, [code, err]) => {
    const clouds = await startThreeClouds();
    clouds.write([{ content: 'x' }]);
    const files = code === undefined ? {} : { 'p.mjs': code };
    const folder = configFolder({ 'polylog.config.yaml': portable + clouds.sections, ...files });
    const ended = await polylog(folder, ['run', './p.mjs'], environment);
    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringMatching(err) });
    expect(ended.err).not.toContain(environment.KEY_SECRET);
  });
});

describe('polylog emulator', () => {
  test('starts the emulator with its own flags, and stops on SIGTERM with 0', async () => {
    const { child, output, ended } = start(configFolder({}), ['emulator', '--logstore', 'app', '--topic', 'web']);
    await until(() => output.out.includes('\n') || child.exitCode !== null);
    expect(JSON.parse(output.out)).toMatchObject({ ready: true, sls: { endpoint: expect.any(String) } });
    child.kill('SIGTERM');
    expect({ code: await ended, err: output.err }).toEqual({ code: 0, err: '' });
  });

  test('hands on what the emulator says of its flags', async () => {
    const { code, err } = await polylog(configFolder({}), ['emulator', '--port', 'x']);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'polylog-emulator: --port is "x"; allowed is a whole number from 0 to 65535\n',
    });
  });
});
