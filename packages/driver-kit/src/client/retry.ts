import { type Clock, type Failure, pauseMs, type Random, retry } from '@polylog/core/driver';
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
  const { firstPauseMs: firstMs, maxPauseMs: maxMs } = policy;
  return (attempt, signal) => {
    let sent = 0;
    let sentBefore = 0;
    let failures = 0;
    let isHeldBack = false;
    return retry(
      () =>
        attempt(() => {
          sent++;
        }),
      {
        clock,
        signal,
        giveUpAfterMs: policy.withinMs,
        wrap: (thrown) => toClientError(classify, thrown, sent),
        delayMs: (error) => {
          const { code, retryAfterMs } = error;
          if (policy.tries === 1 || (code !== 'unavailable' && code !== 'throttled')) return undefined;
          const heldBackMs = sent === sentBefore && code === 'throttled' ? retryAfterMs : undefined;
          sentBefore = sent;
          isHeldBack = heldBackMs !== undefined;
          if (heldBackMs !== undefined) return heldBackMs + Math.round(random() * Math.min(firstMs, maxMs));
          failures++;
          return failures < policy.tries ? pauseMs(error, failures, random, { firstMs, maxMs }) : undefined;
        },
        onRetry: (error, _tries, delayMs) => {
          if (!isHeldBack) onRetry?.(error, failures, delayMs);
        },
      },
    );
  };
}
