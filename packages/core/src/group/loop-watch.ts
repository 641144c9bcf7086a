import type { Clock } from '../flow/clock.js';

/** What is not worth telling, however short the interval. */
const SHORTEST_BLOCK_MS = 100;

/**
 * Tells when synchronous work, or a pause of the process, kept the event loop from turning for longer than `intervalMs`:
 * a timer of half of it then comes late by more than the other half. What it tells is at most that half too little.
 * Returns a function that ends it.
 */
export function watchEventLoop(o: {
  readonly clock: Clock;
  readonly intervalMs: () => number;
  readonly onBlocked: (blockedMs: number) => void;
}): () => void {
  const { clock } = o;
  let cancel: () => void = () => undefined;
  const arm = (): void => {
    const stepMs = Math.max(SHORTEST_BLOCK_MS, o.intervalMs() / 2);
    const dueAt = clock.monotonic() + stepMs;
    cancel = clock.schedule(stepMs, () => {
      const lateMs = Math.round(clock.monotonic() - dueAt);
      arm();
      if (lateMs > stepMs) o.onBlocked(lateMs);
    });
  };
  arm();
  return () => cancel();
}
