import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.mjs';
import { npmCi } from './npm-ci.mjs';

/**
 * The packages that bring the program itself, by major version and platform; none of them runs a script when it is
 * installed, and not every version is there for every platform.
 */
const packages = {
  20: {
    'linux-x64': {
      version: '20.20.2',
      integrity: 'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
    },
    'linux-arm64': {
      version: '20.20.2',
      integrity: 'sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==',
    },
    'darwin-x64': {
      version: '20.20.2',
      integrity: 'sha512-uMVQFOdSjr/iYrfksIp5p4795m7FTAWVGaoMQGsYaSW9XMsUsqfd+yJU8KdOLd7UUuBlUX2sTdHVV5LNmmS7mw==',
    },
  },
  22: {
    'linux-x64': {
      version: '22.23.3',
      integrity: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
    },
    'linux-arm64': {
      version: '22.23.3',
      integrity: 'sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==',
    },
    'darwin-x64': {
      version: '22.23.3',
      integrity: 'sha512-V6W/fNXsKFF0DMrBrpLNp9meU45Qbe6tQ3HlzrpdiPWW+zlbmTGou1LE8aGHOghVWXJFexvi7RDCQVQi1I1t8w==',
    },
  },
  24: {
    'linux-x64': {
      version: '24.21.0',
      integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    },
    'linux-arm64': {
      version: '24.21.0',
      integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    },
    'darwin-x64': {
      version: '24.18.1',
      integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
    },
  },
};

/** @typedef {{ kind: 'ready', node: string } | { kind: 'absent', reason: string }} NodePeer */

/**
 * A Node of that major version: this very one where it is of that, else a pinned one. The first call installs it from the
 * registry; later calls, in other processes too, need no network.
 *
 * @param {keyof typeof packages} major
 * @returns {Promise<NodePeer>}
 */
export async function pinnedNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) return { kind: 'ready', node: process.execPath };
  const platform = `${process.platform}-${process.arch}`;
  const wanted = /** @type {Record<string, Pinned>} */ (packages[major])[platform];
  if (wanted === undefined) return { kind: 'absent', reason: `no Node ${major} is pinned for ${platform}` };
  const name = `node-${platform}`;
  const stamp = createHash('sha256').update(wanted.integrity).digest('hex').slice(0, 16);
  try {
    const folder = await cachedFolder(`node-${stamp}`, (draft) => install(name, wanted, draft));
    return { kind: 'ready', node: join(folder, 'node_modules', name, 'bin/node') };
  } catch (error) {
    return { kind: 'absent', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** @typedef {{ version: string, integrity: string }} Pinned */

async function install(
  /** @type {string} */ name,
  /** @type {Pinned} */ { version, integrity },
  /** @type {string} */ folder,
) {
  const manifest = { name: 'pinned-node', version: '0.0.0', private: true, dependencies: { [name]: version } };
  const lock = {
    ...{ name: manifest.name, version: manifest.version, lockfileVersion: 3, requires: true },
    packages: { '': manifest, [`node_modules/${name}`]: { version, integrity } },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  await npmCi(`Node ${version}`, folder);
}
