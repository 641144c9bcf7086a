import { type ConfigError, createConsumerFromConfig, createDriver, loadConfig } from '@polylog/config';
import { type ConsumerEvent, onEvent } from '@polylog/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { configFolder } from './config-folder.js';
import { environment, providers, startThreeClouds } from './three-clouds.js';

const credentials = 'credentials: { accessKeyId: "${KEY_ID}", secretAccessKey: "${KEY_SECRET}" }\n';
const portable = `group: billing\nstart: earliest\n${credentials}`;
const sections = `
alibaba-sls: { endpoint: cn-hangzhou.log.aliyuncs.com, project: shop, logstore: orders }
tencent-cls: { region: ap-guangzhou, logsetId: logset-1, topicIds: [topic-1] }
huawei-lts:
  region: cn-north-4
  projectId: 2a473356cca5487f8373be891bffc1cf
  logGroupId: e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1
  logStreamId: c54dbc58-0fd8-48ed-b007-6d54981427a7
`;

function load(provider: string, more: string): ReturnType<typeof loadConfig> {
  const folder = configFolder({ 'polylog.config.yaml': portable + more + sections });
  return loadConfig({ cwd: folder, provider, env: environment });
}

async function refusal(provider: string, more: string): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await load(provider, `provider: alibaba-sls\n${more}`);
    return { code: 'good', message: '' };
  } catch (error) {
    const { code, message } = error as ConfigError;
    return { code, message };
  }
}

/** What is beyond which provider. */
const beyond: readonly (readonly [more: string, key: string, providers: readonly string[]])[] = [
  ['order: lineage\n', 'order', ['tencent-cls', 'huawei-lts']],
  ['update: if-different\n', 'update', ['huawei-lts']],
  ['update: never\n', 'update', []],
  ['heartbeatMs: 5000\n', 'heartbeatMs', ['huawei-lts']],
  ['require: { commit: fenced }\n', 'require.commit', ['tencent-cls', 'huawei-lts']],
  ['require: { commit: last-writer-wins }\n', 'require.commit', ['tencent-cls']],
  ['require: { order: lineage }\n', 'require.order', ['tencent-cls', 'huawei-lts']],
  ['require: { order: partition, time: receive }\n', 'require.order', []],
  ['require: { readSize: records }\n', 'require.readSize', ['alibaba-sls', 'tencent-cls']],
];

describe.each(beyond)('8.2 %s', (more, key, without) => {
  test.each(providers)(
    '8.2 with %s: the start is refused where it is beyond the provider, key and provider named',
    async (provider) => {
      const found = await refusal(provider, more);
      if (!without.includes(provider)) return expect(found.code).toBe('good');
      expect(found).toMatchObject({ code: 'unsupported', message: expect.stringContaining(` ${key} is `) });
      expect(found.message).toContain(provider);
      expect(found.message).toMatchSnapshot();
    },
  );

  test.each(providers)('8.2 with %s and unsupported: warn it goes on without it, and tells', async (provider) => {
    const config = await load(provider, `provider: alibaba-sls\nunsupported: warn\n${more}`);
    const told: ConsumerEvent[] = [];
    onTestFinished(onEvent('option-unsupported', (event) => void told.push(event)));
    const lines: string[] = [];
    const consumer = createConsumerFromConfig(config, {
      process: () => undefined,
      logger: { warn: (line) => void lines.push(line) },
    });
    await consumer.stop();
    const expected = without.includes(provider)
      ? [{ kind: 'option-unsupported', option: key, provider, group: 'billing' }]
      : [];
    expect(told).toMatchObject(expected);
    expect(config.warnings.map(({ path }) => path)).toEqual(expected.map(({ option }) => option));
    expect(lines).toHaveLength(expected.length);
  });
});

test('8.2 credentials for a provider that takes none stop the start', async () => {
  const folder = configFolder({
    'memory.mjs': `import { createMemoryLog } from '@polylog/core/testing';
      export const configSection = { provider: 'memory', keys: {}, createDriver: () => createMemoryLog({ partitions: 1 }).driver() };`,
    'polylog.config.yaml': `provider: ./memory.mjs\n${portable}./memory.mjs: {}\n`,
  });
  await expect(loadConfig({ cwd: folder, env: environment })).rejects.toMatchObject({
    code: 'unsupported',
    message:
      'polylog.config.yaml:4:1: credentials is given, and ./memory.mjs takes none. Leave it out, or say unsupported: warn to go on without it.',
  });
});

describe('8.2 what only a join can tell', () => {
  const yaml = (provider: string, more: string): string =>
    `provider: ${provider}\ngroup: billing\nstart: earliest\ncreate: if-missing\n${credentials}${more}`;

  test('8.2 a guarantee that was required is checked against the membership, too: the run is refused', async () => {
    const clouds = await startThreeClouds();
    const more = 'require: { sessionTimeout: settable }\n';
    const folder = configFolder({ 'polylog.config.yaml': yaml('huawei-lts', more) + clouds.sections });
    const config = await loadConfig({ cwd: folder, env: environment });
    const consumer = createConsumerFromConfig(config, { process: () => undefined, logger: 'silent' });
    await expect(consumer.run()).rejects.toMatchObject({
      code: 'unsupported',
      message:
        'require.sessionTimeout is settable, and huawei-lts promises readable. Require less, or say unsupported: warn.',
    });
  });

  test('8.2 with unsupported: warn it is told once, whatever the number of members', async () => {
    const clouds = await startThreeClouds();
    const more = 'require: { sessionTimeout: settable }\nunsupported: warn\nmembers: 2\n';
    const folder = configFolder({ 'polylog.config.yaml': yaml('huawei-lts', more) + clouds.sections });
    const config = await loadConfig({ cwd: folder, env: environment });
    const lines: string[] = [];
    const stop = new AbortController();
    clouds.write([{ content: 'x' }]);
    const consumer = createConsumerFromConfig(config, {
      process: () => stop.abort(),
      logger: { warn: (line) => void lines.push(line) },
    });
    await consumer.run({ signal: stop.signal });
    expect(lines.filter((line) => line.includes('option-unsupported'))).toEqual([
      'huawei-lts/billing: option-unsupported (option=require.sessionTimeout): require.sessionTimeout is settable, and huawei-lts promises readable.',
    ]);
  });

  test('8.2 create: if-missing makes the group also where the provider needs leave for it', async () => {
    const clouds = await startThreeClouds();
    clouds.write([{ content: 'x' }]);
    for (const provider of providers) {
      const folder = configFolder({ 'polylog.config.yaml': yaml(provider, '') + clouds.sections });
      const driver = createDriver(await loadConfig({ cwd: folder, env: environment }));
      const spec = {
        group: 'fresh',
        member: 'a',
        sessionTimeoutMs: 30_000,
        create: 'if-missing',
        update: 'never',
      } as const;
      const { guarantees } = await driver.join(spec, { signal: new AbortController().signal });
      expect(guarantees.groupCreation).toBe('by-member');
      await driver.close?.();
    }
  });
});
