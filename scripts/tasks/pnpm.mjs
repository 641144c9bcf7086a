import { spawn } from 'node:child_process';
import { captured } from './child.mjs';
import { TaskError } from './progress.mjs';

/** The one place that names the version: every install and every pack goes through it. */
const PNPM_VERSION = '12.21.0';

/**
 * Starts npm. Under `npm run` npm says where it lies; else it is the command of that name (on Windows a batch file, which
 * needs a shell).
 *
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function spawnNpm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli)) return spawn(process.execPath, [cli, ...args], options);
  return spawn('npm', args, { shell: process.platform === 'win32', ...options });
}

/**
 * Starts the pinned pnpm through npm, which every machine with Node has. It never asks anything: no input, CI mode.
 *
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function spawnPnpm(args, options) {
  // npm waits 10 s and then a minute before it tries again: too long to find out that there is no network.
  const pace = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const exec = ['exec', '--yes', '--prefer-offline', '--loglevel=error', ...pace, `--package=pnpm@${PNPM_VERSION}`];
  const env = { ...(options.env ?? process.env), CI: 'true' };
  return spawnNpm([...exec, '--', 'pnpm', ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options, env });
}

/** Where the pinned pnpm lies, for those who must start it in an environment that npm has not touched. */
export async function pnpmPath() {
  const exec = ['exec', '--yes', '--prefer-offline', '--loglevel=error', `--package=pnpm@${PNPM_VERSION}`];
  const { code, stdout, output } = await captured(
    spawnNpm([...exec, '-c', 'command -v pnpm'], { stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  if (code !== 0) throw new TaskError(`pnpm ${PNPM_VERSION} could not be fetched:\n${output}`);
  return stdout.trim();
}
