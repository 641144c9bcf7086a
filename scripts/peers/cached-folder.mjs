import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../tasks/workspace.mjs';

/**
 * The folder `.cache/peers/<name>`, filled by `fill` the first time that it is asked for. It appears whole or not at all:
 * of two processes that fill it at the same time the first wins, and the work of the other is dropped.
 *
 * @param {string} name changes with everything that decides what is in the folder
 * @param {(folder: string) => Promise<void>} fill gets an empty folder that will be moved: no absolute path may stay in it
 * @returns {Promise<string>}
 */
export async function cachedFolder(name, fill) {
  const folder = join(root, '.cache', 'peers', name);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.draft-`);
  try {
    await fill(draft);
    moveUnlessThere(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function moveUnlessThere(/** @type {string} */ draft, /** @type {string} */ folder) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
