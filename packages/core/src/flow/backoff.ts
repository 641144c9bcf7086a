import type { Random } from './clock.js';

export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Doubles from `firstMs` to `maxMs`, with the upper half of each pause left to chance. `attempt` counts from 1. */
export function backoffMs(attempt: number, random: Random, options: BackoffOptions): number {
  const full = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full / 2 + (full / 2) * random());
}

/** The same after a failure, and never shorter than the service asked for. */
export function pauseMs(
  { retryAfterMs = 0 }: { readonly retryAfterMs?: number | undefined },
  attempt: number,
  random: Random,
  options: BackoffOptions,
): number {
  return Math.max(retryAfterMs, backoffMs(attempt, random, options));
}
