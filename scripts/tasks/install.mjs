import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captured } from './child.mjs';
import { spawnPnpm } from './pnpm.mjs';
import { TaskError, timed } from './progress.mjs';
import { readIfThere, root, workspacePackages } from './workspace.mjs';

const stampPath = join(root, 'node_modules', '.polylog-install');
const logPath = join(root, '.cache', 'install.log');

/** Installs when what is installed is not what the manifests ask for; else touches neither disk nor network. */
export async function ensureInstalled() {
  const wanted = fingerprint();
  if (readIfThere(stampPath) === wanted) return;
  // An install that is cut short must not look finished.
  rmSync(stampPath, { force: true });
  const { code, output } = await timed('installing', () =>
    captured(spawnPnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: root })),
  );
  if (code !== 0) {
    mkdirSync(join(root, '.cache'), { recursive: true });
    writeFileSync(logPath, output);
    throw new TaskError(`the install failed (exit code ${code}): ${reason(output)} Everything it said: ${logPath}`);
  }
  writeFileSync(stampPath, wanted);
}

/** Changes with everything that decides what is installed. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const manifests = workspacePackages().map(({ folder }) => `${folder}/package.json`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    hash.update(`${file}\n${readIfThere(join(root, file))}\n`);
  }
  return hash.digest('hex');
}

const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|error sending request/;

function reason(/** @type {string} */ output) {
  if (UNREACHABLE.test(output)) {
    return 'the package registry could not be reached. The first run, and one after a change of dependencies, needs the network.';
  }
  const lines = output.split('\n').map((line) => line.trim());
  const line = lines.find((text) => /ERR_PNPM|npm error|\[ERROR\]|ERROR/.test(text)) ?? lines.findLast(Boolean);
  return line === undefined ? 'it said nothing.' : `${line.replace(/\.$/, '')}.`;
}
