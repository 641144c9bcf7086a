import { onAbort } from './on-abort.js';

/** Lets a number of holders in at once; the others wait in the order in which they came. */
export interface Semaphore {
  /** Resolves with a function that gives the place back (twice is harmless); rejects with `signal.reason`. */
  acquire(signal: AbortSignal): Promise<() => void>;
  readonly free: number;
}

export function createSemaphore(places: number): Semaphore {
  /** Not a Set, for the reason that `on-abort.ts` gives: each waiter holds all that its call has touched. */
  const waiting: (() => void)[] = [];
  let free = places;

  const giveBack = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };

  const once = (): (() => void) => {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      giveBack();
    };
  };

  return {
    get free() {
      return free;
    },
    acquire(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (free > 0) {
        free--;
        return Promise.resolve(once());
      }
      return new Promise((resolve, reject) => {
        const enter = (): void => {
          takeBack();
          resolve(once());
        };
        const takeBack = onAbort(signal, () => {
          waiting.splice(waiting.indexOf(enter), 1);
          reject(signal.reason);
        });
        waiting.push(enter);
      });
    },
  };
}
