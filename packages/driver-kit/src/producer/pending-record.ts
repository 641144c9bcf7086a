import { onAbort, type SendReceipt } from '@polylog/core/driver';
import type { PreparedRecord } from './producer-wire.js';
import type { Tally } from './tally.js';

/** What a record's objects take beside its bytes: promise, closures, entries in lists. */
export const OVERHEAD_BYTES = 500;

const nothing = (): void => undefined;

/** A record that has been sent by the user and is not settled yet. A class, because tens of thousands of them wait at once. */
export class PendingRecord<Item> {
  readonly prepared: PreparedRecord<Item>;
  /** Its rejection is never unhandled. */
  readonly promise: Promise<SendReceipt>;
  settled = false;
  readonly #tally: Tally;
  #resolve!: (receipt: SendReceipt) => void;
  #reject!: (error: unknown) => void;
  #takeBack: (() => void) | undefined;

  constructor(prepared: PreparedRecord<Item>, tally: Tally) {
    this.prepared = prepared;
    this.#tally = tally;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    tally.begin();
  }

  /** What it takes of the memory. */
  get charge(): number {
    return this.prepared.bytes + OVERHEAD_BYTES;
  }

  /** Does nothing for one that is settled; neither does `fail`. */
  store(receipt: SendReceipt): void {
    if (this.settled) return;
    this.#settle();
    this.#resolve(receipt);
    this.#tally.stored();
  }

  fail(error: unknown): void {
    if (this.settled) return;
    this.#settle();
    this.promise.catch(nothing);
    this.#reject(error);
    this.#tally.failed(error);
  }

  /** Fails it with the signal's reason, and calls `leave` before. */
  endWith(signal: AbortSignal, leave: () => void): void {
    this.#takeBack = onAbort(signal, () => {
      leave();
      this.fail(signal.reason);
    });
  }

  #settle(): void {
    this.settled = true;
    this.#takeBack?.();
  }
}
