import { backoffMs, type Clock, type Failure, type Random, sleep } from '@polylog/core/driver';
import { type ClientError, toClientError } from './client-error.js';
import type { Retry } from './send-options.js';

/** How a client repeats a request that failed. */
export interface RetryOptions {
  /**
   * Most tries of one request, the first one included. What is held back on this side, because it would be one call too many
   * in a second, is no try: it waits for its turn. With 1 nothing is repeated, and nothing waits.
   * @defaultValue 6
   */
  readonly tries?: number;
  /**
   * The pause before the second try, in milliseconds; it doubles with each further one, and the upper half is left to chance.
   * The service's own delay counts where it is longer.
   * @defaultValue 300
   */
  readonly firstPauseMs?: number;
  /**
   * The longest of these pauses, in milliseconds.
   * @defaultValue 10_000
   */
  readonly maxPauseMs?: number;
  /**
   * No try begins later than so many milliseconds after the request was first to be sent, also where it was held back.
   * @defaultValue 90_000
   */
  readonly withinMs?: number;
}

export type RetryPolicy = Required<RetryOptions>;

export interface RetryParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly classify: (error: unknown) => Failure;
  /** Told of each failure that will be tried again, after so long; not of what is held back, which is no failure. */
  readonly onRetry?: (error: ClientError, failures: number, delayMs: number) => void;
}

/**
 * Repeats what is `unavailable` (no answer, a cut one, a 5xx) and what is `throttled`, and nothing else. A request whose
 * answer was lost may have been carried out, so that a put may be stored twice.
 *
 * What is `throttled` before it was sent is held back by a limit of our own, which says when the next call may go out: it waits
 * for that and uses up no try. All who wait are told the same moment, so that each adds some chance, or all would come at once.
 */
export function createRetry({ clock, random, classify, onRetry }: RetryParts, policy: RetryPolicy): Retry {
  const pauseMs = (error: ClientError, failures: number): number =>
    Math.max(
      error.retryAfterMs ?? 0,
      backoffMs(failures, random, { firstMs: policy.firstPauseMs, maxMs: policy.maxPauseMs }),
    );
  return async (attempt, signal) => {
    const startedAt = clock.monotonic();
    let tries = 0;
    for (let failures = 0; ; ) {
      signal.throwIfAborted();
      const triesBefore = tries;
      try {
        return await attempt(() => {
          tries++;
        });
      } catch (thrown) {
        signal.throwIfAborted();
        const error = toClientError(classify, thrown, tries);
        const { code, retryAfterMs } = error;
        if (policy.tries === 1 || (code !== 'unavailable' && code !== 'throttled')) throw error;
        const isHeldBack = tries === triesBefore && code === 'throttled' && retryAfterMs !== undefined;
        if (!isHeldBack && ++failures >= policy.tries) throw error;
        const waitMs = isHeldBack
          ? retryAfterMs + Math.round(random() * Math.min(policy.firstPauseMs, policy.maxPauseMs))
          : pauseMs(error, failures);
        if (clock.monotonic() - startedAt + waitMs > policy.withinMs) throw error;
        if (!isHeldBack) onRetry?.(error, failures, waitMs);
        await sleep(clock, waitMs, signal);
      }
    }
  };
}
