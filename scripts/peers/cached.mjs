import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cachedFolder } from './cached-folder.mjs';

/**
 * A folder that `make` has filled; another one once any of `ingredients` (files, or texts) has changed.
 *
 * @param {string} name
 * @param {readonly (URL | string)[]} ingredients
 * @param {(folder: string) => void | Promise<void>} make
 */
export function cached(name, ingredients, make) {
  const hash = createHash('sha256');
  for (const one of ingredients) hash.update(one instanceof URL ? readFileSync(one) : one).update('\0');
  return cachedFolder(`${name}-${hash.digest('hex').slice(0, 16)}`, async (folder) => make(folder));
}
