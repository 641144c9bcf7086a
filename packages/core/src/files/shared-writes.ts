import { type Deferred, deferred, unlessAborted } from '../flow/deferred.js';

/** Writes of many askers, one at a time and in the order they were asked for. */
export interface SharedWrites<Item> {
  /** Rejects as its write does, or with `signal.reason`; what was aborted before its write began is not written. */
  write(item: Item, signal: AbortSignal): Promise<void>;
  /** Resolves when everything that was asked for before is settled. Never rejects. */
  settled(): Promise<void>;
}

interface Asked<Item> {
  readonly item: Item;
  readonly signal: AbortSignal;
  readonly written: Deferred<void>;
}

/** What is asked for in one turn, or while a write is under way, shares the next write, and its fate. */
export function shareWrites<Item>(run: (items: readonly Item[]) => Promise<void>): SharedWrites<Item> {
  let waiting: Asked<Item>[] = [];
  let working: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const group = waiting.filter(({ signal }) => !signal.aborted);
      waiting = [];
      if (group.length === 0) continue;
      try {
        await run(group.map(({ item }) => item));
        for (const { written } of group) written.resolve();
      } catch (error) {
        for (const { written } of group) written.reject(error);
      }
    }
    working = undefined;
  };

  return {
    write(item, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      const written = deferred<void>();
      waiting.push({ item, signal, written });
      working ??= work();
      return unlessAborted(written.promise, signal);
    },
    settled: () => working ?? Promise.resolve(),
  };
}
