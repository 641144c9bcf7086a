/**
 * The bytes that records may take. Strictly first come, first served, so that records of one key stay in order while they
 * wait; as many bytes again may wait.
 */
export interface Room {
  readonly usedBytes: number;
  /** Whether somebody new may enter. */
  readonly isFree: boolean;
  /** Whether anybody waits, to enter or to be told. */
  readonly crowded: boolean;
  /**
   * Calls `enter` at once or later, when it fits. Answers a function that takes back what has not entered; `undefined` where
   * too much waits already.
   */
  take(bytes: number, enter: () => void): (() => void) | undefined;
  /** Gives bytes back and lets in who fits now. */
  give(bytes: number): void;
  /** Calls `run` as soon as somebody new may enter; at once if that is now. Answers a function that takes it back. */
  whenFree(run: () => void): () => void;
}

interface Waiter {
  readonly bytes: number;
  readonly enter: () => void;
  gone: boolean;
}

const nothing = (): void => undefined;

export function createRoom(maxBytes: number): Room {
  let used = 0;
  let waitingBytes = 0;
  let waiters: Waiter[] = [];
  let watchers: (() => void)[] = [];

  const isFree = (): boolean => waitingBytes === 0 && used < maxBytes;

  function admit(): void {
    let entered = 0;
    const inside: Waiter[] = [];
    for (const waiter of waiters) {
      if (!waiter.gone) {
        if (used + waiter.bytes > maxBytes) break;
        used += waiter.bytes;
        waitingBytes -= waiter.bytes;
        waiter.gone = true;
        inside.push(waiter);
      }
      entered += 1;
    }
    // Cut off once: one by one would move all that wait, each time.
    if (entered > 0) waiters = waiters.slice(entered);
    for (const { enter } of inside) enter();
    if (!isFree() || watchers.length === 0) return;
    const told = watchers;
    watchers = [];
    for (const run of told) run();
  }

  return {
    get usedBytes() {
      return used;
    },
    get isFree() {
      return isFree();
    },
    get crowded() {
      return waitingBytes > 0 || watchers.length > 0;
    },
    take(bytes, enter) {
      if (waitingBytes === 0 && used + bytes <= maxBytes) {
        used += bytes;
        enter();
        return nothing;
      }
      if (waitingBytes + bytes > maxBytes) return undefined;
      const waiter: Waiter = { bytes, enter, gone: false };
      waiters.push(waiter);
      waitingBytes += bytes;
      return () => {
        if (waiter.gone) return;
        waiter.gone = true;
        waitingBytes -= bytes;
        admit();
      };
    },
    give(bytes) {
      used -= bytes;
      admit();
    },
    whenFree(run) {
      if (isFree()) {
        run();
        return () => undefined;
      }
      watchers.push(run);
      return () => {
        watchers = watchers.filter((other) => other !== run);
      };
    },
  };
}
