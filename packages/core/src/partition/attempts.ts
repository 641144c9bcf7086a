import { deadLetterOf } from '../dead-letter/dead-letter.js';
import type { DeadLetterSink } from '../dead-letter/dead-letter-sink.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { describeThrown } from '../errors/thrown.js';
import { backoffMs } from '../flow/backoff.js';
import { type Clock, type Random, sleep } from '../flow/clock.js';
import type { Emit } from '../observe/events.js';
import type { Batch } from '../record.js';
import { sliceBatch } from './batch-slice.js';

/** Between two tries of one batch. */
const PACE = { firstMs: 200, maxMs: 30_000 };

/** What to do with a batch that still fails after the last try. */
export type ProcessorFailurePolicy = 'stop' | 'skip' | { readonly deadLetter: DeadLetterSink };

export interface AttemptOptions {
  readonly provider: string;
  readonly stream: string;
  readonly tries: number;
  readonly policy: ProcessorFailurePolicy;
  /** Ends a pause between two tries, and with it the trying: the partition is being drained, or gone. */
  readonly giveUp: AbortSignal;
  /** The processor's own signal: what it throws after that counts as nothing. */
  readonly working: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
}

/** One call of the user's `process`. */
export type Attempt = (batch: Batch) => Promise<void>;

/**
 * Has a batch processed: tried again from memory with back-off, and then as the policy says. Resolves when it is done,
 * skipped or parked; rejects with `processor-failed`, or with the reason of the signal that ended the trying.
 */
export async function processWithRetries(batch: Batch, attempt: Attempt, options: AttemptOptions): Promise<void> {
  const { tries, policy, giveUp, working, clock, random, emit } = options;
  const { partition, recordCount: records } = batch;
  for (let tried = 1; ; tried++) {
    try {
      await attempt(batch);
      return;
    } catch (cause) {
      if (working.aborted) throw working.reason;
      const message = `process() of partition "${partition}" threw ${describeThrown(cause)}; "cause" is what it threw`;
      const isLast = tried >= tries;
      const retryInMs = isLast || giveUp.aborted ? undefined : backoffMs(tried, random, PACE);
      emit({
        kind: 'process-failed',
        partition,
        records,
        attempt: tried,
        ...(retryInMs === undefined ? {} : { retryInMs }),
        message,
      });
      if (isLast) {
        if (policy === 'stop') throw new ConsumerError('processor-failed', message, { cause, partition });
        if (policy === 'skip')
          emit({ kind: 'batch-skipped', partition, records, from: batch.start, to: batch.next, message });
        else await park(batch, attempt, policy.deadLetter, cause, options);
        return;
      }
      if (retryInMs === undefined) throw giveUp.reason;
      await sleep(clock, retryInMs, giveUp);
    }
  }
}

/**
 * Halves a failing batch until the records are found that fail alone; only those go to the sink, in order, each before
 * what is behind it. Records beside a bad one are processed again.
 */
async function park(
  batch: Batch,
  attempt: Attempt,
  sink: DeadLetterSink,
  failure: unknown,
  options: AttemptOptions,
): Promise<void> {
  const { giveUp, working, provider, stream, tries, clock, emit } = options;
  const { partition } = batch;
  const size = batch.recordCount;
  if (size === 1) {
    const [record] = batch.records;
    if (record === undefined)
      throw new ConsumerError(
        'internal',
        `A batch of partition "${partition}" counts a record that it does not have.`,
        { partition },
      );
    const letter = deadLetterOf(record, {
      provider,
      stream,
      partition,
      batchStart: batch.start,
      thrown: failure,
      attempts: tries,
      parkedAtMs: clock.now(),
    });
    try {
      await sink.write([letter], { signal: working });
    } catch (cause) {
      if (working.aborted) throw working.reason;
      throw new ConsumerError(
        'processor-failed',
        `The dead-letter sink of partition "${partition}" threw ${describeThrown(cause)}; nothing is passed over without it`,
        { cause, partition },
      );
    }
    emit({ kind: 'record-parked', partition, record: letter.id, message: describeThrown(failure) });
    return;
  }
  const middle = Math.ceil(size / 2);
  for (const half of [sliceBatch(batch, 0, middle), sliceBatch(batch, middle, size)]) {
    if (giveUp.aborted) throw giveUp.reason;
    try {
      await attempt(half);
    } catch (cause) {
      if (working.aborted) throw working.reason;
      if (giveUp.aborted) throw giveUp.reason;
      await park(half, attempt, sink, cause, options);
    }
  }
}
