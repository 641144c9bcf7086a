import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Every workspace package, by the two folders that `pnpm-workspace.yaml` names.
 *
 * @param {string} [base] the repository's root
 * @returns {{ folder: string, path: string, manifest: any }[]} `folder` is relative to the root, with `/`
 */
export function workspacePackages(base = root) {
  const found = [];
  for (const parent of ['packages', 'examples']) {
    for (const name of foldersIn(join(base, parent))) {
      const path = join(base, parent, name);
      const text = readIfThere(join(path, 'package.json'));
      if (text !== undefined) found.push({ folder: `${parent}/${name}`, path, manifest: JSON.parse(text) });
    }
  }
  return found;
}

/** What goes to the registry. */
export const publishablePackages = (/** @type {string | undefined} */ base = root) =>
  workspacePackages(base).filter(({ manifest }) => manifest.private !== true);

export function readIfThere(/** @type {string} */ path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (/** @type {any} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

function foldersIn(/** @type {string} */ folder) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (/** @type {any} */ (error).code === 'ENOENT') return [];
    throw error;
  }
}
