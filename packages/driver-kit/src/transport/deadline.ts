import type { Clock } from '@polylog/core/driver';

/** A time limit that can stand still. */
export interface Deadline {
  pause(): void;
  resume(): void;
  /** Releases the timer. Twice is harmless. */
  stop(): void;
}

/**
 * Calls `expire` once, after `timeoutMs` of unpaused time. Runs from the start. A pause leaves the timer alone, because
 * nearly all are over long before it fires: it then goes on for as long as they took.
 */
export function startDeadline(clock: Clock, timeoutMs: number, expire: () => void): Deadline {
  let endsAt = clock.monotonic() + timeoutMs;
  let pausedAt: number | undefined;
  let cancel: (() => void) | undefined;
  let stopped = false;

  const arm = (leftMs: number): void => {
    cancel = clock.schedule(leftMs, () => {
      cancel = undefined;
      if (pausedAt !== undefined) return;
      const stillMs = endsAt - clock.monotonic();
      if (stillMs > 0) arm(stillMs);
      else {
        stopped = true;
        expire();
      }
    });
  };
  arm(timeoutMs);

  return {
    pause() {
      pausedAt ??= clock.monotonic();
    },
    resume() {
      if (pausedAt === undefined || stopped) return;
      endsAt += clock.monotonic() - pausedAt;
      pausedAt = undefined;
      if (!cancel) arm(Math.max(0, endsAt - clock.monotonic()));
    },
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
