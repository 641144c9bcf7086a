import { backoffMs, type Clock, type Failure, type Random, sleep } from '@polylog/core/driver';
import { type ClientError, toClientError } from './client-error.js';
import type { Retry } from './send-options.js';

/** How a client repeats a request that failed. */
export interface RetryOptions {
  /**
   * Most tries of one request, the first one included.
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
   * No try begins later than so many milliseconds after the first one.
   * @defaultValue 90_000
   */
  readonly withinMs?: number;
}

export type RetryPolicy = Required<RetryOptions>;

export interface RetryParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly classify: (error: unknown) => Failure;
  /** Told of each failure that will be tried again, after so long. */
  readonly onRetry?: (error: ClientError, tries: number, delayMs: number) => void;
}

/**
 * Repeats what is `unavailable` (no answer, a cut one, a 5xx) and what is `throttled`, and nothing else. A request whose
 * answer was lost may have been carried out, so that a put may be stored twice.
 */
export function createRetry({ clock, random, classify, onRetry }: RetryParts, policy: RetryPolicy): Retry {
  const pauseMs = (error: ClientError, tries: number): number =>
    Math.max(
      error.retryAfterMs ?? 0,
      backoffMs(tries, random, { firstMs: policy.firstPauseMs, maxMs: policy.maxPauseMs }),
    );
  return async (attempt, signal) => {
    const startedAt = clock.monotonic();
    for (let tries = 1; ; tries++) {
      signal.throwIfAborted();
      try {
        return await attempt();
      } catch (thrown) {
        signal.throwIfAborted();
        const error = toClientError(classify, thrown, tries);
        if (tries >= policy.tries || (error.code !== 'unavailable' && error.code !== 'throttled')) throw error;
        const waitMs = pauseMs(error, tries);
        if (clock.monotonic() - startedAt + waitMs > policy.withinMs) throw error;
        onRetry?.(error, tries, waitMs);
        await sleep(clock, waitMs, signal);
      }
    }
  };
}
