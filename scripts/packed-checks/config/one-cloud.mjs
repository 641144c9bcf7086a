// With the command and one adapter installed, and no other: a configuration of that cloud is good, one of another cloud and
// the emulator say what to install.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const env = { ...process.env, HUAWEICLOUD_SDK_AK: 'id', HUAWEICLOUD_SDK_SK: 'planted-secret' };
const config = (provider) => `provider: ${provider}
group: billing
start: earliest
credentials: env
alibaba-sls: { endpoint: cn-hangzhou.log.aliyuncs.com, project: my-project, logstore: my-logstore }
huawei-lts:
  region: cn-north-4
  projectId: 2a473356cca5487f8373be891bffc1cf
  logGroupId: e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1
  logStreamId: c54dbc58-0fd8-48ed-b007-6d54981427a7
`;

writeFileSync('polylog.config.yaml', config('huawei-lts'));
expect(['config', 'check'], 0, 'good, with huawei-lts.');
writeFileSync('polylog.config.yaml', config('alibaba-sls'));
expect(['config', 'check'], 1, '@polylog/alibaba-sls" is not installed here. Run: ', ' @polylog/alibaba-sls\n');
expect(['emulator'], 1, 'not installed here. Run: ', '-D @polylog/emulator\n');

function expect(args, code, ...texts) {
  const { status, stdout, stderr, error } = spawnSync('node_modules/.bin/polylog', args, {
    encoding: 'utf8',
    env,
    timeout: 20_000,
  });
  const output = `${stdout}${stderr}`;
  if (status === code && texts.every((text) => output.includes(text)) && !output.includes('planted-secret')) return;
  console.error(`polylog ${args.join(' ')}: exit code ${status}\n${error ?? ''}${output}`);
  process.exitCode = 1;
}
