import { ConsumerError } from '../errors/consumer-error.js';
import { type Deferred, deferred } from '../flow/deferred.js';
import type { PartitionContext } from '../processor.js';
import type { Batch } from '../record.js';
import type { HandlerFactory } from './handler.js';

/** A batch as `consumer.batches()` gives it. */
export interface ConsumedBatch extends Batch {
  readonly context: PartitionContext;
  /**
   * All of the batch is done. Asking for the next batch says the same; `break`, `throw` and `return()` do not.
   * @throws ConsumerError the reason of `context.signal`, where the partition is not this member's any more.
   */
  done(): Promise<void>;
}

/** Gives the batches of all partitions, which take turns, to one loop. */
export interface HandOver {
  readonly handlerFactory: HandlerFactory;
  /** The next batch; the last one is done. Undefined when no more will come; rejects with what ended the consumer. */
  next(): Promise<ConsumedBatch | undefined>;
  /** The loop is left: the batch it has is not done. */
  leave(): void;
  /** No more batches will come, because of `failure` or of an orderly end. */
  end(failure?: unknown): void;
}

interface Offer {
  readonly batch: ConsumedBatch;
  readonly context: PartitionContext;
  readonly giveUp: AbortSignal;
  handOut(batch: Batch): void;
  /** Settled by the loop: the batch is done, or it is not. */
  readonly settled: Deferred<void>;
}

export function createHandOver(): HandOver {
  const offers = new Set<Offer>();
  let current: Offer | undefined;
  let waiting: Deferred<ConsumedBatch | undefined> | undefined;
  let ended: { readonly failure: unknown } | undefined;
  let left = false;

  const consumed = (batch: Batch, context: PartitionContext, settled: Deferred<void>): ConsumedBatch => ({
    partition: batch.partition,
    start: batch.start,
    next: batch.next,
    state: batch.state,
    records: batch.records,
    recordCount: batch.recordCount,
    rawBytes: batch.rawBytes,
    ...(batch.skipped ? { skipped: batch.skipped } : {}),
    context,
    async done() {
      // By the clock: where the lease is over and no timer has told yet, asking ends it.
      if (context.holds()) settled.resolve();
      else settled.reject(context.signal.reason);
      // Rejected already where the loop was left: too late to be done.
      await settled.promise;
    },
  });

  /** Gives the first offer to whoever waits for it. */
  const match = (): void => {
    if (!waiting) return;
    for (const offer of offers) {
      offers.delete(offer);
      // By the clock: a timer may not have told yet that the lease is over.
      if (!offer.context.holds()) continue;
      current = offer;
      offer.handOut(offer.batch);
      waiting.resolve(offer.batch);
      waiting = undefined;
      return;
    }
    if (!ended) return;
    if (ended.failure === undefined) waiting.resolve(undefined);
    else waiting.reject(ended.failure);
    waiting = undefined;
  };

  return {
    handlerFactory: () => ({
      initialize: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
      async handle(batch, { context, giveUp, handOut }) {
        giveUp.throwIfAborted();
        const settled = deferred<void>();
        const offer: Offer = { batch: consumed(batch, context, settled), context, giveUp, handOut, settled };
        const onGiveUp = (): void => {
          // What was not taken was not begun; what was taken is waited for, unless the loop was left.
          if (offers.delete(offer) || left) offer.settled.reject(giveUp.reason);
        };
        const onLost = (): void => {
          offers.delete(offer);
          offer.settled.reject(context.signal.reason);
        };
        giveUp.addEventListener('abort', onGiveUp, { once: true });
        context.signal.addEventListener('abort', onLost, { once: true });
        offers.add(offer);
        match();
        try {
          await offer.settled.promise;
        } finally {
          giveUp.removeEventListener('abort', onGiveUp);
          context.signal.removeEventListener('abort', onLost);
        }
      },
    }),
    next() {
      if (waiting) {
        const message =
          'Two next() of batches() at once: asking for a batch says that the last one is done, so ask for one after the other.';
        return Promise.reject(new ConsumerError('invalid-argument', message));
      }
      current?.settled.resolve();
      current = undefined;
      waiting = deferred();
      const { promise } = waiting;
      match();
      return promise;
    },
    leave() {
      left = true;
      for (const offer of [current, ...offers]) {
        if (offer?.giveUp.aborted) offer.settled.reject(offer.giveUp.reason);
      }
      current = undefined;
    },
    end(failure) {
      ended ??= { failure };
      match();
    },
  };
}
