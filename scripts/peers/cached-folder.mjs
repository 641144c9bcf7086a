import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../tasks/workspace.mjs';

/** Whoever fills a folder says so this often; whoever has been silent for much longer has died. */
const ALIVE_EVERY_MS = 1_000;
const DEAD_AFTER_MS = 10_000;

/**
 * The folder `.cache/peers/<name>`, filled by `fill` the first time that it is asked for. It appears whole or not at all.
 * A process that finds another one filling it waits for that one, and fills it itself should that one fail.
 *
 * @param {string} name changes with everything that decides what is in the folder
 * @param {(folder: string) => Promise<void>} fill gets an empty folder that will be moved: no absolute path may stay in it
 * @returns {Promise<string>}
 */
export async function cachedFolder(name, fill) {
  const folder = join(root, '.cache', 'peers', name);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const unlock = await lock(`${folder}.lock`);
  const draft = mkdtempSync(`${folder}.draft-`);
  try {
    if (existsSync(folder)) return folder;
    await fill(draft);
    moveUnlessThere(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    unlock();
  }
  return folder;
}

/** To spare work, not to keep anything safe: where two fill it all the same, the first one wins, and the other's work is dropped. */
async function lock(/** @type {string} */ path) {
  while (!wasMade(path)) {
    if (isOld(path)) rmSync(path, { recursive: true, force: true });
    else await pause(100);
  }
  const timer = setInterval(() => {
    const now = new Date();
    // It is gone where this process stood still for so long that another one took it for dead.
    mkdirSync(path, { recursive: true });
    utimesSync(path, now, now);
  }, ALIVE_EVERY_MS);
  return () => {
    clearInterval(timer);
    rmSync(path, { recursive: true, force: true });
  };
}

function wasMade(/** @type {string} */ path) {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

function isOld(/** @type {string} */ path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > DEAD_AFTER_MS;
}

function moveUnlessThere(/** @type {string} */ draft, /** @type {string} */ folder) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
