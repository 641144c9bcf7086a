import { deferred, onAbort } from '@polylog/core/driver';
import type { SendReceipt } from './producer.js';
import type { PreparedRecord } from './producer-wire.js';
import type { Tally } from './tally.js';

/** What a record's objects take beside its bytes: promise, closures, entries in lists. */
export const OVERHEAD_BYTES = 500;

/** A record that has been sent by the user and is not settled yet. */
export interface PendingRecord<Item> {
  readonly prepared: PreparedRecord<Item>;
  /** What it takes of the memory. */
  readonly charge: number;
  /** Its rejection is never unhandled. */
  readonly promise: Promise<SendReceipt>;
  readonly settled: boolean;
  /** Does nothing for one that is settled; neither does `fail`. */
  store(receipt: SendReceipt): void;
  fail(error: unknown): void;
  /** Fails it with the signal's reason, and calls `leave` before. */
  endWith(signal: AbortSignal, leave: () => void): void;
}

export function createPendingRecord<Item>(prepared: PreparedRecord<Item>, tally: Tally): PendingRecord<Item> {
  const { promise, resolve, reject } = deferred<SendReceipt>();
  let settled = false;
  let takeBack: (() => void) | undefined;
  const settle = (): void => {
    settled = true;
    takeBack?.();
  };
  const fail = (error: unknown): void => {
    if (settled) return;
    settle();
    reject(error);
    tally.failed(error);
  };
  tally.begin();
  return {
    prepared,
    charge: prepared.bytes + OVERHEAD_BYTES,
    promise,
    get settled() {
      return settled;
    },
    store(receipt) {
      if (settled) return;
      settle();
      resolve(receipt);
      tally.stored();
    },
    fail,
    endWith(signal, leave) {
      takeBack = onAbort(signal, () => {
        leave();
        fail(signal.reason);
      });
    },
  };
}
