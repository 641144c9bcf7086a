// The README's example, pasted into a new project, prints what the installed emulator's command serves; and says in one line
// what is wrong when the key is.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const RECORDS = 5;
const PATIENCE_MS = 30_000;
const key = { accessKeyId: 'new-user', secretAccessKey: 'new-user-secret' };
const [, example] = /```ts\n([\s\S]*?)```/.exec(
  readFileSync(join(process.env.POLYLOG_REPOSITORY, 'README.md'), 'utf8'),
);
// It has no types in it, so it is JavaScript as it stands.
writeFileSync('example.mjs', example);

const emulator = spawn(
  'node_modules/.bin/polylog-emulator',
  [
    '--project',
    'my-project',
    '--logstore',
    'requests',
    '--access-key-id',
    key.accessKeyId,
    '--access-key-secret',
    key.secretAccessKey,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const emulatorEnded = once(emulator, 'exit');
const [line] = await once(createInterface({ input: emulator.stdout }), 'line');
const { endpoint } = JSON.parse(line).sls;
await writeRecords(endpoint);

const right = await runExample(key, RECORDS);
const printed = right.stdout
  .trimEnd()
  .split('\n')
  .sort()
  .map((text) => text.replace(/^\d+ /, ''));
const expected = Array.from({ length: RECORDS }, (_, i) => `200 GET /items/${i}`);
expect(
  'the example prints every record and stops with 0',
  right.code === 0 && right.stderr === '' && printed.join() === expected.join(),
  right,
);

const wrong = await runExample({ ...key, secretAccessKey: 'planted-secret' }, Number.POSITIVE_INFINITY);
const oneLine = wrong.code === 1 && wrong.stdout === '' && wrong.stderr.trimEnd().split('\n').length === 1;
const helps = wrong.stderr.includes('check the access key') && !wrong.stderr.includes('planted-secret');
expect('a wrong key gives one helpful line and exit code 1', oneLine && helps, wrong);

emulator.kill('SIGTERM');
const [code] = await emulatorEnded;
expect('the emulator stops on SIGTERM with 0', code === 0, { code });

async function writeRecords(endpoint) {
  const door = join(process.cwd(), 'node_modules/@polylog/alibaba-sls/dist/wire.js');
  const { connect, encodeLogGroup, putLogs } = await import(pathToFileURL(door).href);
  const connection = connect({ endpoint, credentials: key });
  const timeSeconds = Math.floor(Date.now() / 1_000);
  const contents = (i) => [
    ['status', '200'],
    ['content', `GET /items/${i}`],
  ];
  const logs = Array.from({ length: RECORDS }, (_, i) => ({ timeSeconds, contents: contents(i) }));
  const request = { project: 'my-project', logstore: 'requests', logGroup: encodeLogGroup({ logs }) };
  await putLogs(connection, request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  await connection.transport.close();
}

/** Ends it by SIGTERM once it has printed so many lines. */
async function runExample({ accessKeyId, secretAccessKey }, lines) {
  const child = spawn(process.execPath, ['example.mjs'], {
    env: {
      PATH: process.env.PATH,
      SLS_ENDPOINT: endpoint,
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: secretAccessKey,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.on('data', (text) => {
    stdout += text;
    if (stdout.split('\n').length > lines) child.kill('SIGTERM');
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

function expect(what, holds, found) {
  if (holds) return;
  console.error(`NOT SO: ${what}\n${JSON.stringify(found, null, 2)}`);
  process.exitCode = 1;
}
