/** Lets a number of holders in at once; the others wait in the order in which they came. */
export interface Semaphore {
  /** Resolves with a function that gives the place back (twice is harmless); rejects with `signal.reason`. */
  acquire(signal: AbortSignal): Promise<() => void>;
  readonly free: number;
}

export function createSemaphore(places: number): Semaphore {
  const waiting = new Set<() => void>();
  let free = places;

  const giveBack = (): void => {
    const [next] = waiting;
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
          waiting.delete(enter);
          signal.removeEventListener('abort', onAbort);
          resolve(once());
        };
        const onAbort = (): void => {
          waiting.delete(enter);
          reject(signal.reason);
        };
        waiting.add(enter);
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
}
