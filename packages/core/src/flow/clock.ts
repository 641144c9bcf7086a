import { performance } from 'node:perf_hooks';
import { onAbort } from './on-abort.js';

/**
 * Every wait and every timestamp of the engine and of the adapters goes through one of these, so that whole groups run
 * in simulated time. This is the only file that touches the system's timers, clocks and random numbers (linted).
 */
export interface Clock {
  /** Wall clock, epoch milliseconds. May jump. */
  now(): number;
  /** Monotonic clock, milliseconds from an arbitrary start. Stands still while a virtual machine is suspended. */
  monotonic(): number;
  /** Calls `run` once after `delayMs`, however long that is. Returns a function that cancels it; cancelling twice is harmless. */
  schedule(delayMs: number, run: () => void): () => void;
}

/** A number in [0, 1). */
export type Random = () => number;

/** `setTimeout` fires at once above this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(delayMs, run) {
    if (delayMs > LONGEST_TIMER_MS) {
      let cancel = systemClock.schedule(LONGEST_TIMER_MS, () => {
        cancel = systemClock.schedule(delayMs - LONGEST_TIMER_MS, run);
      });
      return () => cancel();
    }
    // With no closure of its own around `run`: each idle partition holds one of these.
    const timer = setTimeout(run, Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};

export const systemRandom: Random = () => Math.random();

/** Resolves after `delayMs`; rejects with `signal.reason` as soon as `signal` aborts. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const cancel = clock.schedule(delayMs, () => {
      takeBack?.();
      resolve();
    });
    const takeBack =
      signal &&
      onAbort(signal, () => {
        cancel();
        reject(signal.reason);
      });
  });
}
