// By the installed command: the emulator serves; on each cloud in turn one processor reads it by a configuration, and records
// are written, watched, and looked after.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const polylog = (args, stdin = 'ignore') =>
  spawn('node_modules/.bin/polylog', args, { stdio: [stdin, 'pipe', 'pipe'], timeout: 60_000 });
const ids = {
  topic: '6f6ded3f-948c-4616-9c7c-956a95d8c1a3',
  logGroup: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
  logStream: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
};

const places = [
  '--project',
  'shop',
  '--logstore',
  'orders',
  '--topic',
  ids.topic,
  '--log-group',
  ids.logGroup,
  '--log-stream',
  ids.logStream,
];
const emulator = polylog(['emulator', ...places]);
const [line] = await once(createInterface({ input: emulator.stdout }), 'line');
const { endpoint } = JSON.parse(line).sls;

writeFileSync(
  'polylog.config.yaml',
  `provider: nobody
group: billing
start: earliest
create: if-missing
idleMs: 200
credentials: { accessKeyId: polylog, secretAccessKey: polylog-emulator-secret }
alibaba-sls: { endpoint: "${endpoint}", project: shop, logstore: orders }
tencent-cls: { endpoint: "${endpoint}", region: ap-guangzhou, logsetId: demo, topicIds: [${ids.topic}] }
huawei-lts:
  endpoint: "${endpoint}"
  region: cn-north-4
  projectId: 2a473356cca5487f8373be891bffc1cf
  logGroupId: ${ids.logGroup}
  logStreamId: ${ids.logStream}
`,
);
// It is called for batches with records only, and the emulator has none: that a partition is at work says that all is well.
writeFileSync(
  'processor.mjs',
  "export const processor = () => ({ initialize: () => console.log('ready'), process() {} });\n",
);

for (const provider of ['alibaba-sls', 'tencent-cls', 'huawei-lts']) {
  const running = polylog(['run', './processor.mjs', '--provider', provider]);
  let output = '';
  running.stderr.on('data', (text) => {
    output += text;
  });
  running.stdout.on('data', (text) => {
    output += text;
    // Once: each partition says so, and a second signal ends the command at once.
    if (text.includes('ready') && !running.killed) running.kill('SIGTERM');
  });
  const [code] = await once(running, 'close');
  expect(`run with ${provider}`, code === 0 && /ready.*polylog: stopped\./s.test(output), { code, output });

  const produced = await ended(['produce', '--provider', provider], 'first\nsecond\n');
  expect(`produce with ${provider}`, produced.code === 0 && produced.output.includes('2 records stored'), produced);
  const seen = await ended(['tail', '--provider', provider, '--from', 'begin', '--limit', '2', '--json']);
  expect(`tail with ${provider}`, seen.code === 0 && /"body":"(?:first|second)"/.test(seen.output), seen);
  for (const args of [['groups', 'list'], ['reset', '--to', 'begin', '--yes'], ['lag']]) {
    const answer = await ended([...args, '--provider', provider, '--json']);
    expect(`${args.join(' ')} with ${provider}`, answer.code === 0 && answer.output.includes('billing'), answer);
  }
}

emulator.kill('SIGTERM');
await once(emulator, 'close');

async function ended(args, input = '') {
  const child = polylog(args, 'pipe');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, output };
}

function expect(what, isSo, { code, output }) {
  if (isSo) return;
  console.error(`polylog ${what}: exit code ${code}\n${output}`);
  process.exitCode = 1;
}
