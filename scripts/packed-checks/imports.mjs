// Every door of the installed packages opens, offers something, and leaves nothing behind that keeps a process alive.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { installedDoors } from '../tasks/installed-doors.mjs';

const lines = installedDoors().map((door) => `console.log('${door}', Object.keys(await import('${door}')).length);`);
// Several Nodes may try the same project at once.
const program = `imports-${process.versions.node}.mjs`;
writeFileSync(program, `${lines.join('\n')}\n`);

const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program], {
  encoding: 'utf8',
  timeout: 20_000,
});
const empty = stdout.split('\n').filter((line) => line.endsWith(' 0'));
if (status !== 0 || stderr !== '' || empty.length > 0) {
  console.error(`importing every door: exit code ${status ?? signal}\n${stdout}${stderr}`);
  if (empty.length > 0) console.error(`doors that offer nothing: ${empty.join(', ')}`);
  process.exitCode = 1;
}
