import { type Clock, sleep } from './clock.js';

/** How {@link retry} goes on after a failure. `E` is what a failure is made into. */
export interface RetryRules<E> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Turns what was thrown into the error that is judged, told of and thrown in the end. */
  readonly wrap: (thrown: unknown) => E;
  /** How long to wait before try number `tries + 1`, in milliseconds; undefined where there is to be none. */
  readonly delayMs: (error: E, tries: number) => number | undefined;
  /** Told before each pause. */
  readonly onRetry?: (error: E, tries: number, delayMs: number) => void;
  /** No try begins later than so many milliseconds after the first; absent: whenever. */
  readonly giveUpAfterMs?: number | undefined;
}

/**
 * Calls `attempt` until it succeeds, fails for good, or `signal` aborts. Rejects with what `wrap` made of the last failure, or
 * with `signal.reason`. For the engine, for clients and for commands: a driver's call is one attempt.
 */
export async function retry<T, E>(attempt: () => Promise<T>, rules: RetryRules<E>): Promise<T> {
  const { clock, signal, giveUpAfterMs = Number.POSITIVE_INFINITY } = rules;
  const startedAt = clock.monotonic();
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (thrown) {
      signal.throwIfAborted();
      const error = rules.wrap(thrown);
      const delayMs = rules.delayMs(error, tries);
      if (delayMs === undefined || clock.monotonic() - startedAt + delayMs > giveUpAfterMs) throw error;
      rules.onRetry?.(error, tries, delayMs);
      await sleep(clock, delayMs, signal);
    }
  }
}
