// A configuration file beside the installed packages becomes a consumer that reads what was written, for every adapter that is
// there; for one that is not, it says what brings it. The add-on for LZ4, where it is there, reads too.
import { deepStrictEqual, rejects } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createConsumerFromConfig, loadConfig } from '@polylog/config';

const LINES = ['first', '第二', '', 'the last'];
const PATIENCE_MS = 30_000;
const credentials = { accessKeyId: 'new-user', secretAccessKey: 'new-user-secret' };
const signal = AbortSignal.timeout(PATIENCE_MS);

const projectId = '2a473356cca5487f8373be891bffc1cf';
const logGroupId = 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1';
const logStreamId = 'c54dbc58-0fd8-48ed-b007-6d54981427a7';

/** For each provider: what its section says, and how the lines are written. */
const providers = {
  'alibaba-sls': {
    section: { project: 'shop', logstore: 'orders' },
    async write({ connect, encodeLogGroup, putLogs }, endpoint) {
      const connection = connect({ endpoint, credentials });
      const timeSeconds = Math.floor(Date.now() / 1_000);
      const logGroup = encodeLogGroup({ logs: LINES.map((line) => ({ timeSeconds, contents: [['content', line]] })) });
      await putLogs(connection, { project: 'shop', logstore: 'orders', logGroup }, { signal });
      return connection;
    },
  },
  'tencent-cls': {
    section: { region: 'ap-guangzhou', logsetId: 'shop', topicIds: ['orders'] },
    async write({ connect, encodeClsLogGroup, uploadLog }, endpoint) {
      const connection = connect({ region: 'ap-guangzhou', endpoint, credentials });
      const logs = LINES.map((line) => ({ time: Date.now(), contents: [['__CONTENT__', line]] }));
      await uploadLog(connection, { topicId: 'orders', logGroups: [encodeClsLogGroup({ logs })] }, { signal });
      return connection;
    },
  },
  'huawei-lts': {
    section: { region: 'cn-north-4', projectId, logGroupId, logStreamId },
    async write({ connect, pushLogs }, endpoint) {
      const connection = connect({ region: 'cn-north-4', endpoint, credentials });
      const logs = LINES.map((text) => ({ timeNs: BigInt(Date.now()) * 1_000_000n, text }));
      await pushLogs(connection, { projectId, logGroupId, logStreamId, logs }, { signal });
      return connection;
    },
  },
};

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const isInstalled = (name) => Object.hasOwn(dependencies, `@polylog/${name}`);
const emulator = spawn(
  process.execPath,
  [
    join(process.env.POLYLOG_REPOSITORY, 'packages/emulator/dist/main.js'),
    ...['--access-key-id', credentials.accessKeyId, '--access-key-secret', credentials.secretAccessKey],
    ...['--project', 'shop', '--logstore', 'orders', '--logset', 'shop', '--topic', 'orders'],
    ...['--log-group', logGroupId, '--log-stream', logStreamId],
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  const [line] = await once(createInterface({ input: emulator.stdout }), 'line', { signal });
  const { endpoint } = JSON.parse(line).sls;
  for (const provider of Object.keys(providers)) {
    if (isInstalled(provider)) await consumes(provider, endpoint);
    else await saysWhatBringsIt(provider, endpoint);
  }
} finally {
  emulator.kill('SIGTERM');
}

async function consumes(provider, endpoint) {
  const wire = await import(`@polylog/${provider}/wire`);
  const connection = await providers[provider].write(wire, endpoint);
  await connection.transport.close();
  const config = await loadConfig(configurationOf(provider, endpoint));
  const stop = new AbortController();
  const found = [];
  const consumer = createConsumerFromConfig(config, {
    processRecord(record) {
      found.push(record.body);
      if (found.length === LINES.length) stop.abort();
    },
  });
  await consumer.run({ signal: AbortSignal.any([stop.signal, signal]) });
  deepStrictEqual(found, LINES);
}

async function saysWhatBringsIt(provider, endpoint) {
  const command = existsSync('pnpm-lock.yaml') ? 'pnpm add' : 'npm install';
  const advice = `is not installed here. Run: ${command} @polylog/${provider}`;
  await rejects(loadConfig(configurationOf(provider, endpoint)), ({ message }) => message.includes(advice));
}

/** The name of a new file. One in YAML, but where a codec is plugged in, for which it takes code. */
function configurationOf(provider, endpoint) {
  const portable = { provider, group: 'billing', start: 'earliest', create: 'if-missing', credentials };
  const config = { ...portable, [provider]: { endpoint, ...providers[provider].section } };
  const file = `polylog.${provider}.${process.versions.node}`;
  const text = JSON.stringify(config, null, 2);
  if (provider === 'alibaba-sls' && isInstalled('lz4-native')) {
    const code = [
      "import { nativeLz4 } from '@polylog/lz4-native';",
      `const config = ${text};`,
      "config['alibaba-sls'].compression = nativeLz4();",
      'export { config };',
    ];
    writeFileSync(`${file}.mjs`, code.join('\n'));
    return `${file}.mjs`;
  }
  // What is JSON is YAML, too.
  writeFileSync(`${file}.yaml`, text);
  return `${file}.yaml`;
}
