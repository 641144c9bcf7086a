import type { Clock } from '../flow/clock.js';

export interface FakeClock extends Clock {
  /** Moves both clocks on, running what falls due in order; between two timers all promises that can settle do so. */
  advance(ms: number): Promise<void>;
  /** Lets all promises that can settle do so, without moving the time. */
  settle(): Promise<void>;
  /** Moves the wall clock only, as an administrator or a suspended machine does. No timer runs. */
  jumpWall(ms: number): void;
  /** How many timers are set. */
  readonly pending: number;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

export interface FakeClockOptions {
  /** Epoch milliseconds at the start. @defaultValue 1_700_000_000_000 */
  readonly startMs?: number;
  /**
   * Resolves when everything that can go on without time passing has done so. Where something real takes part (sockets,
   * files), give your own, which also waits for that. @defaultValue all promises that can settle have
   */
  readonly settle?: () => Promise<void>;
}

/** A clock that stands still until it is told to move. */
export function createFakeClock(options: FakeClockOptions = {}): FakeClock {
  const settle = options.settle ?? settlePromises;
  let elapsed = 0;
  let wallAhead = options.startMs ?? 1_700_000_000_000;
  let order = 0;
  const timers = new Set<Timer>();

  const nextDue = (until: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.due > until) continue;
      if (!next || timer.due < next.due || (timer.due === next.due && timer.order < next.order)) next = timer;
    }
    return next;
  };

  return {
    now: () => wallAhead + elapsed,
    monotonic: () => elapsed,
    schedule(delayMs, run) {
      const timer: Timer = { due: elapsed + Math.max(0, delayMs), order: order++, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const target = elapsed + ms;
      await settle();
      for (let timer = nextDue(target); timer; timer = nextDue(target)) {
        timers.delete(timer);
        elapsed = Math.max(elapsed, timer.due);
        timer.run();
        await settle();
      }
      elapsed = target;
    },
    settle,
    jumpWall(ms) {
      wallAhead += ms;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** How many calls that are gathered in a turn of the event loop may follow one another: look-ups, a save, a read. */
const TURNS = 16;

/** A turn of the event loop runs every microtask there is, and those that these bring. */
async function settlePromises(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
