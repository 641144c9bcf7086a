import { numberOption } from '../settings/option-values.js';
import { type Clock, systemClock } from './clock.js';
import { type Deferred, deferred } from './deferred.js';
import { onAbort } from './on-abort.js';

/** How long somebody may wait before one at a time is let through although the budget does not hold it. */
const OVERDRAFT_AFTER_MS = 5_000;

/** Bytes taken from a budget. */
export interface Reservation {
  readonly bytes: number;
  /**
   * Changes the amount. Less takes effect at once; for more, everything is given back first and the whole amount is
   * waited for, so that nobody holds memory while waiting for memory. Rejects with `signal.reason`; then nothing is held.
   */
  resize(bytes: number, signal: AbortSignal): Promise<void>;
  /** Gives it all back. Twice is harmless. */
  release(): void;
}

/**
 * A number of bytes that fetched and not yet processed data of all partitions may hold together. Whoever fits passes,
 * also when somebody larger waits; after five seconds one at a time is admitted as an overdraft, so that a body larger
 * than what is ever free still gets through.
 */
export interface MemoryBudget {
  readonly maxBytes: number;
  readonly usedBytes: number;
  reserve(bytes: number, signal: AbortSignal, onOverdraft?: (bytes: number) => void): Promise<Reservation>;
}

interface Waiter {
  readonly bytes: number;
  readonly granted: Deferred<'fits' | 'overdraft'>;
  impatient: boolean;
}

export interface MemoryBudgetOptions {
  /** @defaultValue 67_108_864, 64 MiB */
  readonly maxBytes?: number;
  readonly clock?: Clock;
}

/** @throws ConsumerError `invalid-argument` */
export function createMemoryBudget(options: MemoryBudgetOptions = {}): MemoryBudget {
  const { clock = systemClock } = options;
  const maxBytes = numberOption('maxBytes', options.maxBytes, { byDefault: 64 * 1024 * 1024, min: 1 });
  let used = 0;
  let overdraft = false;
  const waiters = new Set<Waiter>();

  const admit = (): void => {
    for (const waiter of [...waiters]) {
      const fits = used + waiter.bytes <= maxBytes;
      if (!fits && (overdraft || !waiter.impatient)) continue;
      waiters.delete(waiter);
      used += waiter.bytes;
      if (!fits) overdraft = true;
      waiter.granted.resolve(fits ? 'fits' : 'overdraft');
    }
  };

  const giveBack = (bytes: number, how: 'fits' | 'overdraft'): void => {
    used -= bytes;
    if (how === 'overdraft') overdraft = false;
    admit();
  };

  const take = async (bytes: number, signal: AbortSignal): Promise<'fits' | 'overdraft'> => {
    signal.throwIfAborted();
    if (used + bytes <= maxBytes) {
      used += bytes;
      return 'fits';
    }
    const waiter: Waiter = { bytes, granted: deferred(), impatient: false };
    waiters.add(waiter);
    admit();
    const cancelPatience = clock.schedule(OVERDRAFT_AFTER_MS, () => {
      waiter.impatient = true;
      admit();
    });
    const takeBack = onAbort(signal, () => {
      if (waiters.delete(waiter)) waiter.granted.reject(signal.reason);
    });
    try {
      return await waiter.granted.promise;
    } finally {
      cancelPatience();
      takeBack();
    }
  };

  return {
    maxBytes,
    get usedBytes() {
      return used;
    },
    async reserve(bytes, signal, onOverdraft) {
      let how = await take(bytes, signal);
      let held = bytes;
      let released = false;
      if (how === 'overdraft') onOverdraft?.(bytes);
      return {
        get bytes() {
          return held;
        },
        async resize(wanted, resizeSignal) {
          if (released) throw new Error('a released reservation cannot be resized');
          if (wanted <= held) {
            const spare = held - wanted;
            held = wanted;
            giveBack(spare, 'fits');
            return;
          }
          const before = { held, how };
          held = 0;
          how = 'fits';
          giveBack(before.held, before.how);
          how = await take(wanted, resizeSignal);
          if (released) {
            giveBack(wanted, how);
            return;
          }
          held = wanted;
          if (how === 'overdraft') onOverdraft?.(wanted);
        },
        release() {
          if (released) return;
          released = true;
          giveBack(held, how);
          held = 0;
        },
      };
    },
  };
}
