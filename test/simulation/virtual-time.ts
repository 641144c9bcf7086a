import type { Clock } from '@polylog/core/driver';

/** Time that moves only when it is told to, for everything in the simulated world. */
export interface VirtualTime extends Clock {
  advance(ms: number): Promise<void>;
  settle(): Promise<void>;
  readonly pending: number;
  /** Gives the process its own event loop back. */
  end(): void;
}

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

const START_MS = 1_700_000_000_000;
/** Turns of the event loop at one moment of virtual time; more is a loop that never waits. */
const MOST_TURNS = 20_000;

/**
 * Takes `setImmediate` over until `end`, so that it is known when nothing more can happen before the next timer: the core
 * gathers calls by it. Guessing a number of turns instead would be slower, and wrong one day.
 */
export function createVirtualTime(): VirtualTime {
  const realImmediate = globalThis.setImmediate;
  let elapsed = 0;
  let turns = 0;
  let immediates: (() => void)[] = [];
  const timers = new Set<Timer>();

  const gather = (run: (...args: unknown[]) => void, ...args: unknown[]): unknown => {
    immediates.push(() => run(...args));
    return {};
  };
  globalThis.setImmediate = gather as typeof setImmediate;

  const settle = async (): Promise<void> => {
    for (;;) {
      if (++turns > MOST_TURNS) throw new Error(`Something spins at ${elapsed} ms: it never waits for anything.`);
      // A turn of the event loop runs every microtask there is, and those that these bring.
      await new Promise<void>((resolve) => realImmediate(resolve));
      const due = immediates;
      if (due.length === 0) return;
      immediates = [];
      for (const run of due) run();
    }
  };

  const nextDue = (until: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) if (timer.due <= until && (!next || timer.due < next.due)) next = timer;
    return next;
  };

  return {
    now: () => START_MS + elapsed,
    monotonic: () => elapsed,
    schedule(delayMs, run) {
      // In whole milliseconds, as a real timer: fractions would add up to waits that are too short to move the time.
      const timer: Timer = { due: elapsed + Math.max(0, Math.ceil(delayMs)), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const target = elapsed + Math.ceil(ms);
      turns = 0;
      await settle();
      for (let timer = nextDue(target); timer; timer = nextDue(target)) {
        timers.delete(timer);
        if (timer.due > elapsed) turns = 0;
        elapsed = Math.max(elapsed, timer.due);
        timer.run();
        await settle();
      }
      elapsed = target;
    },
    settle,
    get pending() {
      return timers.size;
    },
    end() {
      globalThis.setImmediate = realImmediate;
      for (const run of immediates) realImmediate(run);
    },
  };
}
