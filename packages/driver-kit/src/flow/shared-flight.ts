import { onAbort } from '@polylog/core/driver';

/** One piece of work for all who want its result while it is under way. */
export interface SharedFlight<T> {
  /** Settles as the work does, or rejects with `signal.reason`. The last one to give up ends the work. */
  join(signal: AbortSignal): Promise<T>;
  /** Ends the work: its signal aborts. */
  end(reason?: unknown): void;
}

/** `onOver` is called once nobody may join any more: it has landed, or all who waited have given up. Its failure has an owner. */
export function startSharedFlight<T>(work: (signal: AbortSignal) => Promise<T>, onOver: () => void): SharedFlight<T> {
  const ending = new AbortController();
  let waiting = 0;
  const result = work(ending.signal);
  // Both ways: where nobody has joined, nobody else hears of a failure.
  result.then(onOver, onOver);
  return {
    join(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      waiting += 1;
      return new Promise((resolve, reject) => {
        const offAbort = onAbort(signal, () => {
          waiting -= 1;
          if (waiting === 0) {
            onOver();
            ending.abort(signal.reason);
          }
          reject(signal.reason);
        });
        result.then(resolve, reject).finally(offAbort);
      });
    },
    end(reason) {
      ending.abort(reason);
    },
  };
}
