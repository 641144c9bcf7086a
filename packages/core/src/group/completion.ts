import type { Clock } from '../flow/clock.js';
import type { Deferred } from '../flow/deferred.js';
import type { Member } from './member.js';

/**
 * Finds out when a group's members of this process have nothing left to read before the end bound: each holds nothing or
 * only what has ended, at least one holds something, and nothing has moved for one session. A member with nothing waits,
 * for it inherits what others leave.
 */
export interface Completion {
  /** Something has changed. */
  check(): void;
  close(): void;
}

export function createCompletion(options: {
  readonly members: readonly Member[];
  readonly clock: Clock;
  /** Without an end bound reading never ends. */
  readonly isBounded: boolean;
  readonly finished: Deferred<void>;
}): Completion {
  const { members, clock, finished } = options;
  let cancel: (() => void) | undefined;
  let closed = false;

  const check = (): void => {
    cancel?.();
    cancel = undefined;
    if (closed || !options.isBounded) return;
    const progress = members.map((member) => member.progress());
    if (progress.includes('working') || !progress.includes('complete')) return;
    const waitMs = Math.max(...members.map((member) => member.sessionTimeoutMs - member.stableForMs()));
    if (waitMs > 0) {
      cancel = clock.schedule(waitMs, check);
      return;
    }
    const failure = members.map((member) => member.failure()).find((error) => error !== undefined);
    if (failure) finished.reject(failure);
    else finished.resolve();
  };

  return {
    check,
    close() {
      closed = true;
      cancel?.();
    },
  };
}
