import type { Clock } from './clock.js';

/** How long work in small steps may keep the timers, and so the heartbeats, waiting. */
const SLICE_MS = 20;

/** Shares the turns of the event loop among all that work in many small steps without waiting for anything. */
export interface TimeSlices {
  /** To be asked before each step. Undefined while there is time left in this turn; else resolves in one that has. */
  next(): Promise<void> | undefined;
}

export function createTimeSlices(clock: Clock): TimeSlices {
  const waiting: (() => void)[] = [];
  /** When the work of this turn began. */
  let beganAt: number | undefined;

  const begin = (): void => {
    beganAt = clock.monotonic();
    setImmediate(() => {
      beganAt = undefined;
      const go = waiting.shift();
      if (!go) return;
      begin();
      go();
    });
  };

  return {
    next() {
      if (beganAt === undefined) begin();
      else if (clock.monotonic() - beganAt >= SLICE_MS) return new Promise((go) => waiting.push(go));
      return undefined;
    },
  };
}
