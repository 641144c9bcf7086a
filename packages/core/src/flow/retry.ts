import type { ConsumerError } from '../errors/consumer-error.js';
import { reactionTo } from '../errors/reaction.js';
import { backoffMs } from './backoff.js';
import { type Clock, type Random, sleep } from './clock.js';

/** An unrecognised failure gets this many tries; an unreachable or throttling service is asked for ever. */
const UNKNOWN_TRIES = 5;
const PACE = { firstMs: 200, maxMs: 30_000 };

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Turns what was thrown into an error with a code. */
  readonly wrap: (error: unknown) => ConsumerError;
  /** Told before each pause. */
  readonly onRetry?: (error: ConsumerError, attempt: number, delayMs: number) => void;
  /** Give up once this much time has passed since the first attempt; absent: never. */
  readonly giveUpAfterMs?: number | undefined;
}

/**
 * Calls `attempt` until it succeeds, fails for good, or `signal` aborts. Rejects with a `ConsumerError`, or with
 * `signal.reason`.
 */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const startedAt = options.clock.monotonic();
  for (let tries = 1; ; tries++) {
    options.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (thrown) {
      options.signal.throwIfAborted();
      const error = options.wrap(thrown);
      const delayMs = retryDelayMs(error, tries, options.random);
      const waited = options.clock.monotonic() - startedAt;
      if (delayMs === undefined || waited + delayMs > (options.giveUpAfterMs ?? Number.POSITIVE_INFINITY)) throw error;
      options.onRetry?.(error, tries, delayMs);
      await sleep(options.clock, delayMs, options.signal);
    }
  }
}

/** How long to wait before try number `tries + 1`; undefined where there is to be none. */
export function retryDelayMs(error: ConsumerError, tries: number, random: Random): number | undefined {
  if (reactionTo(error.code) !== 'retry') return undefined;
  if (error.code === 'unknown' && tries >= UNKNOWN_TRIES) return undefined;
  return Math.max(error.retryAfterMs ?? 0, backoffMs(tries, random, PACE));
}
