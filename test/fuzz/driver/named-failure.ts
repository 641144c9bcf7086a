import { type ErrorCode, isConsumerError, type LogDriver } from '@polylog/core/driver';
import { isServiceError, isTransportError } from '@polylog/driver-kit';
import { BrokenPromise } from '../fuzz-target.js';

const CODES: Readonly<Record<ErrorCode, true>> = {
  unavailable: true,
  throttled: true,
  unknown: true,
  'lease-lost': true,
  'position-lost': true,
  aborted: true,
  unauthenticated: true,
  'permission-denied': true,
  'not-found': true,
  'invalid-argument': true,
  unsupported: true,
  'corrupt-data': true,
  'processor-failed': true,
  'record-released': true,
  internal: true,
};
const LONGEST_MESSAGE = 1_000;

/** The code of a rejection. Throws the rejection itself where it is none of ours: the engine's own TypeError, say. */
export function nameOfFailure(error: unknown, classify: LogDriver['classify']): ErrorCode {
  if (!isConsumerError(error) && !isServiceError(error) && !isTransportError(error)) throw error;
  const { code, message, scope, retryAfterMs = 0 } = classify(error);
  if (!Object.hasOwn(CODES, code)) throw new BrokenPromise(`"${code}" is no code`, error);
  if (code === 'internal') throw new BrokenPromise('an internal error', error);
  if (!['call', 'partition', 'member', 'credentials'].includes(scope))
    throw new BrokenPromise(`"${scope}" is no scope`);
  if (!(retryAfterMs >= 0)) throw new BrokenPromise(`a delay of ${retryAfterMs} ms`, error);
  if (message === '' || message.length > LONGEST_MESSAGE || /[\n\r]/.test(message)) {
    throw new BrokenPromise(`a message of ${message.length} characters, or of several lines`, error);
  }
  return code;
}
