import { randomUUID } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { pid } from 'node:process';
import { ConsumerError } from '../errors/consumer-error.js';
import { errorCode } from './file-error.js';
import { ownIdentity, type ProcessIdentity, stateOf } from './process-identity.js';

/** A file that says who uses another one. It outlives a process that is killed; the next one notices and takes over. */
export interface FileLock {
  /** Removes the lock file, if it is still this lock's. Twice is harmless. */
  release(): Promise<void>;
}

export interface FileLockOptions {
  /** Default: `<path>.lock`. */
  readonly lockPath?: string;
  /** Who uses what is locked, in words. Default `consumer`. */
  readonly user?: string;
}

/** `nonce` names this very lock: a process may take and release many. Truly random, because machines must differ. */
interface LockContent extends ProcessIdentity {
  readonly nonce: string;
}

/**
 * Locks `path` by a file. Holds among the processes of one machine; of another machine's lock nobody
 * can say whether its process still runs, so it is respected until somebody deletes it.
 *
 * A stale lock may be found by two at once. If both simply removed it, the slower one would remove the new lock of the
 * faster one. So a stale lock is removed only by who holds a second lock, named after the stale one's nonce, and only
 * after looking again.
 *
 * @throws ConsumerError `invalid-argument` where somebody else holds it; else what the file system said.
 */
export async function lockFile(what: string, path: string, options: FileLockOptions = {}): Promise<FileLock> {
  const { lockPath = `${path}.lock`, user = 'consumer' } = options;
  const own: LockContent = { ...(await ownIdentity()), nonce: randomUUID() };
  while (!(await createWhole(lockPath, own))) {
    const found = await readLock(lockPath);
    if (found === 'gone') continue;
    const state = found === 'unreadable' ? found : await stateOf(found);
    if (found === 'unreadable' || state !== 'gone') throw inUse({ what, user, path, lockPath }, found, state);
    const takeover = await lockFile(what, `${lockPath}.${found.nonce}`, { user });
    try {
      if (isSame(await readLock(lockPath), found)) await unlink(lockPath);
    } finally {
      await takeover.release();
    }
  }
  return {
    async release() {
      if (isSame(await readLock(lockPath), own)) await unlink(lockPath);
    },
  };
}

/** Creates the file with its content in one step, or says that there is one: nobody ever sees half a lock. */
async function createWhole(lockPath: string, content: LockContent): Promise<boolean> {
  const text = `${JSON.stringify(content)}\n`;
  const draft = `${lockPath}.${content.nonce}.draft`;
  await writeFile(draft, text, { flag: 'wx' });
  try {
    await link(draft, lockPath);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    return await createWithoutLink(lockPath, text, error);
  } finally {
    await unlink(draft);
  }
}

/** For file systems without hard links. A kill between its two steps leaves an empty lock, which somebody must delete. */
async function createWithoutLink(lockPath: string, text: string, linkError: unknown): Promise<boolean> {
  if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(linkError) ?? '')) throw linkError;
  try {
    await writeFile(lockPath, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readLock(lockPath: string): Promise<LockContent | 'gone' | 'unreadable'> {
  let text: string;
  try {
    text = await readFile(lockPath, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'gone';
    throw error;
  }
  try {
    const found = JSON.parse(text) as Partial<LockContent> | null;
    // The nonce becomes part of a file's name.
    const isLock =
      Number.isSafeInteger(found?.pid) &&
      Number(found?.pid) > 0 &&
      typeof found?.host === 'string' &&
      (found.started === undefined || typeof found.started === 'string') &&
      /^[0-9a-f-]{36}$/.test(String(found.nonce));
    return isLock ? (found as LockContent) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function isSame(found: LockContent | 'gone' | 'unreadable', lock: LockContent): boolean {
  return typeof found === 'object' && found.nonce === lock.nonce;
}

function inUse(
  { what, user, path, lockPath }: Required<FileLockOptions> & { readonly what: string; readonly path: string },
  found: LockContent | 'unreadable',
  state: string,
): ConsumerError {
  const refused = (why: string): ConsumerError =>
    new ConsumerError('invalid-argument', `The ${what} "${path}" ${why}.`);
  if (found === 'unreadable') {
    return refused(`is locked by "${lockPath}", which cannot be read; if nobody uses the ${what}, delete the lock`);
  }
  const advice = `one ${what} serves one ${user} at a time, so give each its own path`;
  if (state === 'elsewhere') {
    const holder = `process ${found.pid} on host "${found.host}"`;
    return refused(`is in use by ${holder}; ${advice}. If that process is gone, delete "${lockPath}"`);
  }
  return refused(`is in use by ${found.pid === pid ? 'this very process' : `process ${found.pid}`}; ${advice}`);
}
