import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { captured } from '../tasks/child.mjs';
import { root } from '../tasks/workspace.mjs';
import { cachedFolder } from './cached-folder.mjs';

const OLDEST_PYTHON = [3, 11];
const pinsOf = (/** @type {string} */ adapter, folder = 'python') => join(root, 'test/interop', adapter, folder);

/**
 * A vendor's SDK with all that it needs, and what builds it.
 *
 * @typedef {object} Sdk
 * @property {string} folder where its pins lie
 * @property {readonly string[]} sources packages that are published, or wanted in a version that is, as source only
 */
/** @type {{ sls: Sdk, cls: Sdk, clsApi: Sdk, lts: Sdk }} */
const sdks = {
  sls: { folder: pinsOf('alibaba-sls'), sources: ['aliyun-log-python-sdk'] },
  // It wants an lz4 of 2020, which has to be compiled for any Python of today.
  cls: { folder: pinsOf('tencent-cls'), sources: ['tencentcloud-cls-sdk-python', 'lz4'] },
  clsApi: { folder: pinsOf('tencent-cls', 'python-api'), sources: [] },
  lts: { folder: pinsOf('huawei-lts'), sources: [] },
};

const windows = process.platform === 'win32';

/** @typedef {{ kind: 'ready', python: string } | { kind: 'absent', reason: string }} PythonPeer */

/** @type {Map<Sdk, Promise<PythonPeer>>} */
const peers = new Map();

/**
 * A Python interpreter that has the vendor's SLS SDK, unmodified and pinned with all that it needs. The first call installs
 * it from the registry; later calls, in other processes too, need no network.
 *
 * @returns {Promise<PythonPeer>}
 */
export function pythonWithSdk() {
  return pythonWith(sdks.sls);
}

/**
 * The same with the SDK of CLS, in an environment of its own: the two do not agree about protobuf.
 *
 * @returns {Promise<PythonPeer>}
 */
export function pythonWithClsSdk() {
  return pythonWith(sdks.cls);
}

/**
 * The same with the general SDK for the actions of CLS, which cannot stand beside the one above.
 *
 * @returns {Promise<PythonPeer>}
 */
export function pythonWithClsApi() {
  return pythonWith(sdks.clsApi);
}

/**
 * The same with the general SDK for LTS, which manages log streams and their groups.
 *
 * @returns {Promise<PythonPeer>}
 */
export function pythonWithLtsSdk() {
  return pythonWith(sdks.lts);
}

/** @returns {Promise<PythonPeer>} */
function pythonWith(/** @type {Sdk} */ sdk) {
  const known = peers.get(sdk) ?? makeReady(sdk);
  peers.set(sdk, known);
  return known;
}

/** @returns {Promise<PythonPeer>} */
async function makeReady(/** @type {Sdk} */ sdk) {
  const found = await installedPython();
  if (found.kind === 'absent') return found;
  try {
    const folder = await cachedFolder(`python-${fingerprint(found.version, sdk)}`, (draft) =>
      install(found.python, draft, sdk),
    );
    return { kind: 'ready', python: interpreterIn(folder) };
  } catch (error) {
    return { kind: 'absent', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** @returns {Promise<{ kind: 'found', python: string, version: string } | { kind: 'absent', reason: string }>} */
async function installedPython() {
  const older = [];
  for (const python of ['python3', 'python']) {
    const version = await versionOf(python);
    if (version === undefined) continue;
    if (isNewEnough(version)) return { kind: 'found', python, version };
    older.push(version);
  }
  const wanted = `Python ${OLDEST_PYTHON.join('.')} or newer is needed`;
  const reason = older.length === 0 ? `${wanted}; there is none` : `${wanted}; there is ${older.join(', ')}`;
  return { kind: 'absent', reason };
}

/** Nothing where there is no such command, or where it does not run. */
async function versionOf(/** @type {string} */ python) {
  const script = 'import platform; print(platform.python_version())';
  const { code, stdout } = await run(python, ['-c', script]).catch(() => ({ code: 1, stdout: '' }));
  return code === 0 ? stdout.trim() : undefined;
}

function isNewEnough(/** @type {string} */ version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_PYTHON;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Nothing is built where everything is published ready built. */
const pinFiles = (/** @type {Sdk} */ { folder, sources }) =>
  [...(sources.length > 0 ? ['build-requirements.txt'] : []), 'requirements.txt'].map((file) => join(folder, file));

function fingerprint(/** @type {string} */ version, /** @type {Sdk} */ sdk) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${version}\n`);
  for (const file of pinFiles(sdk)) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

async function install(/** @type {string} */ python, /** @type {string} */ folder, /** @type {Sdk} */ sdk) {
  await step('making a virtual environment', python, ['-m', 'venv', folder]);
  // No compiler is asked for where it can be helped: all else must come ready built.
  const wheels = ['--only-binary=:all:', ...sdk.sources.map((name) => `--no-binary=${name}`), '--no-build-isolation'];
  for (const file of pinFiles(sdk)) {
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--retries=3'];
    const exactly = ['--require-hashes', '--no-deps', ...wheels, '--requirement', file];
    await step('installing the Python SDK', interpreterIn(folder), [...pip, ...exactly]);
  }
}

const interpreterIn = (/** @type {string} */ folder) => join(folder, windows ? 'Scripts/python.exe' : 'bin/python');

/** What it says last names the cause; the rest of it may name hosts and paths of the machine. */
async function step(/** @type {string} */ what, /** @type {string} */ python, /** @type {readonly string[]} */ args) {
  const { code, output } = await run(python, args);
  if (code === 0) return;
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const cause = lines.findLast((line) => /^ERROR: /.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  throw new Error(`${what} failed (exit code ${code}): ${cause}`);
}

const run = (/** @type {string} */ python, /** @type {readonly string[]} */ args) =>
  captured(spawn(python, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
