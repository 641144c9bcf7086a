import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { captured } from './child.mjs';
import { spawnNpm } from './pnpm.mjs';
import { TaskError, timed } from './progress.mjs';
import { withTemporaryFolder } from './temporary.mjs';
import { root } from './workspace.mjs';

/** The one package with a native part. Its own install script compiles it, by the node-gyp that comes with npm. */
const LZ4 = join(root, 'packages/lz4-native/node_modules/lz4');
/** A network that swallows packets must not hold up whoever runs the tests. */
const LONGEST_MS = 120_000;
const logPath = join(root, '.cache', 'native.log');

/** Compiles lz4 for this Node where that has not been done. Throws where it cannot be. */
export async function buildNative() {
  if (await loads()) return;
  const output = await timed('compiling lz4', async () => {
    const env = { ...process.env, JOBS: 'max', ...(await whereHeadersLie()) };
    const options = { cwd: LZ4, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_MS };
    return (await captured(spawnNpm(['run', 'install', '--loglevel=error'], options))).output;
  });
  if (await loads()) return;
  mkdirSync(dirname(logPath), { recursive: true });
  writeFileSync(logPath, output);
  throw new TaskError(`lz4 could not be compiled: ${reason(output)} Everything it said: ${logPath}`);
}

/** For the tests: those of the native path say themselves why they are skipped, and fail in CI. */
export async function buildNativeIfPossible() {
  try {
    await buildNative();
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    console.error(`polylog: ${error.message}`);
    console.error('polylog: so the tests of @polylog/lz4-native are skipped, or fail where CI=true.');
  }
}

/** In a process of its own: what is loaded here would stay loaded. */
async function loads() {
  const child = spawn(process.execPath, ['-e', `require(${JSON.stringify(LZ4)})`], { stdio: 'ignore' });
  return (await captured(child)).code === 0;
}

/**
 * Where node-gyp finds the headers of this Node, as an environment variable. It would ask the network for them, although
 * they mostly lie beside Node; where they do not, the npm package of the same Node has them.
 */
export async function whereHeadersLie() {
  if (process.env.npm_config_nodedir !== undefined) return {};
  const beside = dirname(dirname(process.execPath));
  if (hasHeaders(beside)) return { npm_config_nodedir: beside };
  const kept = join(root, '.cache', 'node-headers');
  if (!hasHeaders(kept)) await withTemporaryFolder((folder) => fetchHeaders(folder, kept));
  return hasHeaders(kept) ? { npm_config_nodedir: kept } : {};
}

async function fetchHeaders(/** @type {string} */ folder, /** @type {string} */ kept) {
  const { platform, arch, versions } = process;
  const name = `node-${platform}-${arch}`;
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=0'];
  const args = [...install, '--prefix', folder, `${name}@${versions.node}`];
  await captured(spawnNpm(args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_MS }));
  const headers = join(folder, 'node_modules', name, 'include');
  if (existsSync(headers)) cpSync(headers, join(kept, 'include'), { recursive: true });
}

/** Headers of another major version compile into something that does not load. */
function hasHeaders(/** @type {string} */ folder) {
  const file = join(folder, 'include/node/node_version.h');
  if (!existsSync(file)) return false;
  const major = /#define NODE_MAJOR_VERSION (\d+)/.exec(readFileSync(file, 'utf8'))?.[1];
  return major === process.versions.node.split('.')[0];
}

function reason(/** @type {string} */ output) {
  const lines = output.split('\n').map((line) => line.replace(/^npm error /, '').trim());
  const missing = lines.find((line) => /: (No such file or directory|(command )?not found)$/.test(line));
  const line = missing ?? lines.find((text) => text.includes('gyp ERR! stack Error')) ?? lines.findLast(Boolean);
  return line === undefined ? 'it said nothing.' : `${line.replace(/^gyp ERR! stack Error: /, '').replace(/\.$/, '')}.`;
}
