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
  readonly granted: Deferred<How>;
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

  const giveBack = (bytes: number, how: How): void => {
    used -= bytes;
    if (how === 'overdraft') overdraft = false;
    admit();
  };

  const wait = async (bytes: number, signal: AbortSignal): Promise<How> => {
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

  const take: Source['take'] = (bytes, signal) => {
    signal.throwIfAborted();
    if (used + bytes > maxBytes) return wait(bytes, signal);
    used += bytes;
    return 'fits';
  };

  const source: Source = { take, giveBack };

  return {
    maxBytes,
    get usedBytes() {
      return used;
    },
    async reserve(bytes, signal, onOverdraft) {
      const how = await take(bytes, signal);
      if (how === 'overdraft') onOverdraft?.(bytes);
      return new Held(source, bytes, how, onOverdraft);
    },
  };
}

type How = 'fits' | 'overdraft';

interface Source {
  /** At once where they fit. Throws, or rejects with, the signal's reason. */
  take(bytes: number, signal: AbortSignal): How | Promise<How>;
  giveBack(bytes: number, how: How): void;
}

/** A class: every read makes one. */
class Held implements Reservation {
  readonly #source: Source;
  readonly #onOverdraft: ((bytes: number) => void) | undefined;
  #bytes: number;
  #how: How;
  #released = false;

  constructor(source: Source, bytes: number, how: How, onOverdraft: ((bytes: number) => void) | undefined) {
    this.#source = source;
    this.#bytes = bytes;
    this.#how = how;
    this.#onOverdraft = onOverdraft;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async resize(wanted: number, signal: AbortSignal): Promise<void> {
    if (this.#released) throw new Error('a released reservation cannot be resized');
    if (wanted <= this.#bytes) {
      const spare = this.#bytes - wanted;
      this.#bytes = wanted;
      this.#source.giveBack(spare, 'fits');
      return;
    }
    const [bytes, how] = [this.#bytes, this.#how];
    this.#bytes = 0;
    this.#how = 'fits';
    this.#source.giveBack(bytes, how);
    this.#how = await this.#source.take(wanted, signal);
    if (this.#released) {
      this.#source.giveBack(wanted, this.#how);
      return;
    }
    this.#bytes = wanted;
    if (this.#how === 'overdraft') this.#onOverdraft?.(wanted);
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#source.giveBack(this.#bytes, this.#how);
    this.#bytes = 0;
  }
}
