/**
 * User code of former workers that has not returned, by partition. A partition's new worker, of whichever member of this
 * process, waits for it: two `process` calls of one partition must never run at once.
 */
export interface Lingering {
  /** Settles when all user code of the partition so far has returned; undefined where there is none. */
  of(partition: string): Promise<void> | undefined;
  add(partition: string, settled: Promise<void>): void;
  /** Settles when all of it has returned. */
  all(): Promise<void>;
}

export function createLingering(): Lingering {
  const running = new Map<string, Promise<void>>();
  return {
    of: (partition) => running.get(partition),
    add(partition, settled) {
      // A worker that gave up waiting for its predecessor settles before it.
      const both = Promise.all([running.get(partition), settled]).then(() => {
        if (running.get(partition) === both) running.delete(partition);
      });
      running.set(partition, both);
    },
    async all() {
      await Promise.all(running.values());
    },
  };
}
