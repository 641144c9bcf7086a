import type { Clock } from '@polylog/core/driver';

/** A time limit that can stand still. */
export interface Deadline {
  pause(): void;
  resume(): void;
  /** Releases the timer. Twice is harmless. */
  stop(): void;
}

/** Calls `expire` once, after `timeoutMs` of unpaused time. Runs from the start. */
export function startDeadline(clock: Clock, timeoutMs: number, expire: () => void): Deadline {
  let leftMs = timeoutMs;
  let startedAt = 0;
  let cancel: (() => void) | undefined;
  const resume = (): void => {
    if (cancel) return;
    startedAt = clock.monotonic();
    cancel = clock.schedule(leftMs, expire);
  };
  const pause = (): void => {
    if (!cancel) return;
    cancel();
    cancel = undefined;
    leftMs -= clock.monotonic() - startedAt;
  };
  resume();
  return { pause, resume, stop: pause };
}
