import { type Clock, systemClock } from '@polylog/core/driver';

/**
 * The time the emulated services live by: the `Date` of every answer, the skew check, leases, receive times and expiry.
 * Nothing in the emulator waits for a lease to run out; each call looks at this clock, so {@link ServiceClock.advance}
 * takes effect with the next call.
 */
export interface ServiceClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Puts the services' time forward (negative: back) by so many milliseconds. Timers of delay faults are not touched. */
  advance(deltaMs: number): void;
  /** Calls `run` after `delayMs` of the underlying clock; the returned function cancels it. */
  schedule(delayMs: number, run: () => void): () => void;
}

export function createServiceClock(base: Clock = systemClock, startOffsetMs = 0): ServiceClock {
  let offsetMs = startOffsetMs;
  return {
    now: () => Math.floor(base.now() + offsetMs),
    advance: (deltaMs) => {
      if (!Number.isFinite(deltaMs)) throw new TypeError(`advance(deltaMs): ${deltaMs} is not a finite number`);
      offsetMs += deltaMs;
    },
    schedule: (delayMs, run) => base.schedule(delayMs, run),
  };
}
