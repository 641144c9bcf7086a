import { dirname } from 'node:path';
import type { ErrorCode } from '../errors/code.js';
import { ConsumerError, isConsumerError } from '../errors/consumer-error.js';

/** What the system's codes mean; a full disk and the like may pass, so whatever is not named is tried again. */
const meanings: Readonly<Record<string, readonly [ErrorCode, (path: string) => string]>> = {
  ENOENT: [
    'invalid-argument',
    (path) => `the folder "${dirname(path)}" does not exist; create it, or name another path`,
  ],
  ENOTDIR: ['invalid-argument', (path) => `"${dirname(path)}" is not a folder; name another path`],
  EISDIR: ['invalid-argument', () => 'it is a folder; name a file in it'],
  ENAMETOOLONG: ['invalid-argument', () => 'the name is too long for this file system'],
  EACCES: ['permission-denied', () => 'this user may not read and write there'],
  EPERM: ['permission-denied', () => 'this user may not read and write there'],
  EROFS: ['permission-denied', () => 'the file system is read-only'],
  ENOSPC: ['unavailable', () => 'the disk is full'],
  EDQUOT: ['unavailable', () => "this user's share of the disk is full"],
};

/** Names the file and what to do about it. The system's own error is the cause; it holds a path, never content. */
export function fileError(what: string, path: string, error: unknown): ConsumerError {
  if (isConsumerError(error)) return error;
  const systemCode = errorCode(error);
  if (systemCode === undefined) {
    return new ConsumerError('internal', `Cannot use the ${what} "${path}"; "cause" is what was thrown.`, {
      cause: error,
    });
  }
  const [code, explain] = meanings[systemCode] ?? ['unavailable', () => 'the system refused'];
  return new ConsumerError(code, `Cannot use the ${what} "${path}": ${explain(path)} (${systemCode}).`, {
    cause: error,
  });
}

/** The system's code of a failed call: `'ENOENT'`. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
