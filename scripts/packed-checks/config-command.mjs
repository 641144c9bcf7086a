// By the installed command: the emulator serves, and one processor reads it by a configuration, on each cloud in turn.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const polylog = (args) =>
  spawn('node_modules/.bin/polylog', args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
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
  if (code === 0 && output.includes('ready') && output.includes('polylog: stopped.')) continue;
  console.error(`polylog run with ${provider}: exit code ${code}\n${output}`);
  process.exitCode = 1;
}

emulator.kill('SIGTERM');
await once(emulator, 'close');
