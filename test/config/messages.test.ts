import { ConfigError, loadConfig } from '@polylog/config';
import { expect, test } from 'vitest';
import { configFolder } from './config-folder.js';

/** Planted wherever a secret or a variable's value may stand, and looked for in everything that is said. */
const PLANTED = 'PLANTED-8f3a1c';
const env = { KEY_ID: PLANTED, KEY_SECRET: PLANTED, ENDPOINT: `ftp://${PLANTED}`, BAD: PLANTED, EMPTY: '' };

const portable = 'provider: alibaba-sls\ngroup: billing\nstart: earliest\n';
const section =
  'alibaba-sls:\n  endpoint: cn-hangzhou.log.aliyuncs.com\n  project: my-project\n  logstore: my-logstore\n';
const keys = `  credentials: { accessKeyId: ${PLANTED}, secretAccessKey: ${PLANTED} }\n`;
const good = portable + section + keys;

const wrong: Record<string, string> = {
  'no keys at all': '# nothing\n',
  'a list': '- provider: alibaba-sls\n',
  'no provider': good.replace('provider: alibaba-sls\n', ''),
  'a provider that is a number': good.replace('provider: alibaba-sls', 'provider: 7'),
  'a provider without a section': good.replace('provider: alibaba-sls', 'provider: tencent-cls'),
  'a provider of a variable, without a section': good.replace('provider: alibaba-sls', 'provider: ${BAD}'),
  'a provider of a variable that is not set': good.replace('provider: alibaba-sls', 'provider: ${NOBODY}'),
  'a section that is text': `${portable}alibaba-sls: text\n`,
  'a misspelt key': good.replace('group:', 'gruop:'),
  'a misspelt section': good.replace('\nalibaba-sls:', '\nalibaba_sls:'),
  'a section of nobody': `${good}kafka:\n  brokers: x\n`,
  'a misspelt key in a section': good.replace('logstore:', 'logStor:'),
  'an unknown key in a section': `${good}  colour: red\n`,
  'a key of nobody, deep down': `${good}checkpoint: { everySecond: 5 }\n`,
  'a value that is missing': good.replace('group: billing', 'group:'),
  'no start': good.replace('start: earliest\n', ''),
  'a start that is another word': good.replace('start: earliest', 'start: begin'),
  'a start in bare digits': good.replace('start: earliest', 'start: { time: 1700000000 }'),
  'a start in digits as text': good.replace('start: earliest', 'start: { time: "1700000000000000000" }'),
  'a start without a zone': good.replace('start: earliest', 'start: { time: 2026-01-01T00:00:00 }'),
  'a start on a day that there is not': good.replace('start: earliest', 'start: { time: 2026-13-01T00:00:00Z }'),
  'a start finer than a millisecond': good.replace('start: earliest', 'start: { time: 2026-01-01T00:00:00.123456Z }'),
  'an end that is a word': `${good}until: tomorrow\n`,
  'an end before the start': `${good.replace('earliest', '{ time: 2026-01-02T00:00:00Z }')}until: { time: 2026-01-01T00:00:00Z }\n`,
  'half a member': `${good}members: 1.5\n`,
  'members in words': `${good}members: two\n`,
  'a number in quotes': `${good}  maxLogGroups: "10"\n`,
  'text without quotes': good.replace('logstore: my-logstore', 'logstore: 12345'),
  'an integer that a double does not hold': good.replace('logstore: my-logstore', 'logstore: 9007199254740993'),
  'a position without quotes': `${good.replace(/group.*\nstart.*\n/, '')}partitions: { 0: { position: 1784001234567890123 } }\n`,
  'a number out of range': `${good}  maxLogGroups: 5000\n`,
  'another word': `${good}  signature: v2\n`,
  'a memory that is a number': `${good}memory: 64\n`,
  'a memory of nothing': `${good}memory: { maxBytes: 0 }\n`,
  'dead letters without a file': `${good}onProcessorFailure: { deadLetter: {} }\n`,
  'a failure policy that is none': `${good}onProcessorFailure: ignore\n`,
  'partitions beside a group': `${good}partitions: { 0: earliest }\n`,
  'a checkpoint store beside a group': `${good}checkpointStore: { file: x }\n`,
  'no credentials': portable + section,
  'credentials as text': `${portable + section}  credentials: ${PLANTED}\n`,
  'credentials with a space': `${portable + section}  credentials: { accessKeyId: "${PLANTED} x", secretAccessKey: y }\n`,
  'half of the credentials': `${portable + section}  credentials: { accessKeyId: ${PLANTED} }\n`,
  'credentials under other names': `${portable + section}  credentials: { accessKeyID: ${PLANTED}, accessKeySecret: ${PLANTED} }\n`,
  'credentials of the environment, which has none': `${portable + section}  credentials: env\n`,
  'the same in the portable part': `credentials: env\n${portable}${section}`,
  'a variable that is not set': good.replace('my-project', '${NOBODY}'),
  'two variables that are not set': good.replace('my-project', '${NOBODY}-${ELSE}'),
  'a secret of a variable that is not set': `${portable + section}  credentials: { accessKeyId: a, secretAccessKey: "\${NOBODY}" }\n`,
  'a reference that is none': good.replace('my-project', '"${my-project}"'),
  'a reference without an end': good.replace('my-project', '"${KEY_ID"'),
  'a variable that is no number': `${good}members: \${BAD}\n`,
  'a variable that is neither true nor false': `${good}  leaveSends: \${BAD}\n`,
  'a variable that is empty': good.replace('my-project', '${EMPTY}'),
  'a variable that the adapter refuses': good.replace('cn-hangzhou.log.aliyuncs.com', '${ENDPOINT}'),
  'a variable with an unknown word': `${good}  signature: \${BAD}\n`,
  'a variable that the consumer refuses': good.replace('start: earliest', 'start: ${BAD}'),
  'a default that is out of range': `${good}  maxLogGroups: \${NOBODY:-5000}\n`,
  'a mistake beside a variable': good.replace('cn-hangzhou.log.aliyuncs.com', '${KEY_ID}').replace('my-logstore', 'My'),
  'a proxy that is none': `${good}  proxy: ftp://${PLANTED}:${PLANTED}@proxy\n`,
  'a transport in a file': `${good}  transport: fast\n`,
  'two portable names for one field': `${good}  fields: { a: x, b: x }\n`,
  'fields that are a list': `${good}  fields: [a]\n`,
  'a field that is a number': `${good}  fields: { status: 200 }\n`,
  'a requirement that is none': `${good}require: { commit: always }\n`,
  'a requirement of nobody': `${good}require: { comit: fenced }\n`,
  'requirements that are a word': `${good}require: fenced\n`,
  'an answer to what is unsupported that is none': `${good}unsupported: ignore\n`,
  'a certificate that is none': `${good}  ca: ./ca.pem\n`,
  'several mistakes, in the order of the file': `start: now\nmembers: 0\nstrat: x\n${section}  query: 5\n  region: 6\nprovider: alibaba-sls\n`,
};

test.each(Object.entries(wrong))(
  '8.4 %s: file, place, path, what was found and what is allowed, without a secret',
  async (_, text) => {
    const folder = configFolder({ 'polylog.config.yaml': text });
    const error: unknown = await loadConfig({ cwd: folder, env }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    const { message, problems, code } = error as ConfigError;
    expect(`${code}\n${message}`).toMatchSnapshot();
    expect(message.split('\n')).toHaveLength(problems.length);
    expect(JSON.stringify(error) + message + (error as Error).stack).not.toContain(PLANTED);
    expect((error as Error).cause).toBeUndefined();
    const places = problems.map(({ line = 0, column = 0 }) => line * 1_000 + column);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  },
);

test('8.4 the file that the mistakes were made in is good without them', async () => {
  const folder = configFolder({ 'polylog.config.yaml': good });
  expect(await loadConfig({ cwd: folder, env })).toMatchObject({ provider: 'alibaba-sls', warnings: [] });
});
