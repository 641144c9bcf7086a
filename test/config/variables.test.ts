import { inspect } from 'node:util';
import { createDriver, loadConfig } from '@polylog/config';
import { expect, test } from 'vitest';
import { configFolder } from './config-folder.js';

/** An adapter of a third party that shows what it was given. */
const adapter = `
import { createMemoryLog } from '@polylog/core/testing';
const text = { type: 'text', description: '' };
export const given = [];
export const configSection = {
  provider: 'memory',
  keys: {
    name: text,
    size: { type: 'number', description: '' },
    fast: { type: 'boolean', description: '' },
    names: { type: 'list', of: text, description: '' },
    secret: { ...text, secret: true },
    nested: { type: 'object', keys: { size: { type: 'number', description: '' }, secret: { ...text, secret: true } }, description: '' },
  },
  createDriver(values) {
    given.push(values);
    return createMemoryLog({ partitions: 1 }).driver();
  },
};
`;

async function given(section: string, env: Record<string, string>): Promise<Record<string, unknown>> {
  const folder = configFolder({
    'adapter.mjs': adapter,
    'polylog.config.yaml': `provider: ./adapter.mjs\ngroup: g\nstart: earliest\n./adapter.mjs:\n${section}`,
  });
  const config = await loadConfig({ cwd: folder, env });
  createDriver(config);
  const { given: all } = (await import(`${folder}/adapter.mjs`)) as { given: Record<string, unknown>[] };
  return all.at(-1) ?? {};
}

test.each([
  ['  name: ${A}', { A: 'x' }, { name: 'x' }],
  ['  name: a-${A}-${B:-y}-z', { A: 'x' }, { name: 'a-x-y-z' }],
  ['  name: "${A:-by default}"', {}, { name: 'by default' }],
  ['  name: ${A:-by default}', { A: '' }, { name: 'by default' }],
  ['  name: ${A:-}', {}, { name: '' }],
  ['  name: ${A}', { A: '' }, { name: '' }],
  ['  name: ${A}', { A: '${B} $& $1' }, { name: '${B} $& $1' }],
  ['  name: "$${A} costs $5"', {}, { name: '${A} costs $5' }],
  ['  name: ${A}', { A: '12' }, { name: '12' }],
  ['  size: ${A}', { A: '12' }, { size: 12 }],
  ['  size: ${A}', { A: '-1.5' }, { size: -1.5 }],
  ['  size: ${A:-7}', {}, { size: 7 }],
  ['  size: 1${A}', { A: '0' }, { size: 10 }],
  ['  fast: ${A}', { A: 'true' }, { fast: true }],
  ['  fast: ${A}', { A: 'false' }, { fast: false }],
  ['  names: ${A}', { A: 'a, b' }, { names: ['a', 'b'] }],
  ['  names: [x, "${A}"]', { A: 'a' }, { names: ['x', 'a'] }],
  ['  nested: { size: "${A}" }', { A: '3' }, { nested: { size: 3 } }],
])('8.3 %s with %o is %o', async (section, env, expected) => {
  expect(await given(section, env as Record<string, string>)).toEqual(expected);
});

test.each(['zwei', '', '1e3', '0x10', '9007199254740993', 'Infinity', '1,5'])(
  '8.3 a text that is no number, %o, is refused for a number, and not shown',
  async (text) => {
    const error = await given('  size: "${A}"', { A: text }).catch((thrown: Error) => thrown);
    expect((error as Error).message).toBe(
      'polylog.config.yaml:5:3: ["./adapter.mjs"].size takes A of the environment, whose text is not a number. Set it to one.',
    );
  },
);

test('8.3 large integers: exact in quotes, refused without, in JSON as in YAML', async () => {
  const portable = { provider: './adapter.mjs', group: 'g', start: 'earliest' };
  const json = (name: string): string =>
    JSON.stringify({ ...portable, './adapter.mjs': { name: 'NAME' } }).replace('"NAME"', name);
  const folder = configFolder({
    'adapter.mjs': adapter,
    'bare.json': json('9007199254740993'),
    'text.json': json('"9007199254740993"'),
  });
  await expect(loadConfig({ cwd: folder, file: 'bare.json' })).rejects.toThrow(
    '["./adapter.mjs"].name is 9007199254740993, which is more than a number holds exactly. Put it in quotes, and it is text.',
  );
  createDriver(await loadConfig({ cwd: folder, file: 'text.json' }));
  const { given: all } = (await import(`${folder}/adapter.mjs`)) as { given: { name: string }[] };
  expect(all.at(-1)?.name).toBe('9007199254740993');
});

test('8.3 a loaded configuration shows what is written: no secret, and no value of a variable', async () => {
  const folder = configFolder({
    'adapter.mjs': adapter,
    'polylog.config.yaml': `
provider: ./adapter.mjs
group: \${GROUP}
start: earliest
./adapter.mjs:
  name: \${NAME}
  secret: PLANTED
  nested: { size: 5, secret: "\${SECRET}" }
alibaba-sls: { credentials: { secretAccessKey: PLANTED } }
x-notes: { password: PLANTED }
`,
  });
  const config = await loadConfig({
    cwd: folder,
    env: { GROUP: 'PLANTED-group', NAME: 'PLANTED-name', SECRET: 'PLANTED' },
  });
  const shown = inspect(config, { depth: 10, showHidden: true }) + JSON.stringify(config) + String(config);
  expect(shown).not.toContain('PLANTED');
  expect(JSON.parse(JSON.stringify(config))).toEqual({
    file: `${folder}/polylog.config.yaml`,
    provider: './adapter.mjs',
    warnings: [],
    written: {
      provider: './adapter.mjs',
      group: '${GROUP}',
      start: 'earliest',
      './adapter.mjs': { name: '${NAME}', secret: '[hidden]', nested: { size: 5, secret: '${SECRET}' } },
      'alibaba-sls': '[another section]',
    },
  });
});
