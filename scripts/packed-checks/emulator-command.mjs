// The emulator's command is on the path of whoever installed it, and says how it is used.
import { spawnSync } from 'node:child_process';

const { status, stdout, stderr, error } = spawnSync('node_modules/.bin/polylog-emulator', ['--help'], {
  encoding: 'utf8',
  timeout: 20_000,
});
if (status !== 0 || !stdout.includes('polylog-emulator') || stderr !== '') {
  console.error(`polylog-emulator --help: exit code ${status}\n${error ?? ''}${stdout}${stderr}`);
  process.exitCode = 1;
}
