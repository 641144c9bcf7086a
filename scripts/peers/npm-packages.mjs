import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { timed } from '../tasks/progress.mjs';
import { cached } from './cached.mjs';
import { npmCi } from './npm-ci.mjs';

/** @typedef {{ kind: 'ready', require: NodeJS.Require } | { kind: 'absent', reason: string }} PackagesPeer */

/**
 * A `require` for the packages that a folder pins by `package.json` and `package-lock.json`. The first call installs them from
 * the registry; later calls, in other processes too, need no network.
 *
 * @param {URL} folder
 * @returns {Promise<PackagesPeer>}
 */
export async function npmPackages(folder) {
  const pins = ['package.json', 'package-lock.json'];
  const files = pins.map((file) => new URL(file, folder));
  try {
    const made = await cached('npm', files, async (draft) => {
      for (const [i, file] of files.entries()) copyFileSync(file, join(draft, pins[i] ?? ''));
      await timed('installing packages', () => npmCi('packages', draft));
    });
    return { kind: 'ready', require: createRequire(join(made, 'package.json')) };
  } catch (error) {
    return { kind: 'absent', reason: error instanceof Error ? error.message : String(error) };
  }
}
