import type { Partition } from './driver.js';
import type { TimeSlices } from './flow/time-slices.js';
import { originOf } from './partition/batch-slice.js';
import type { CheckpointTracker, Rewind } from './partition/checkpoint-tracker.js';
import type { Batch, LogRecord } from './record.js';

export interface PartitionContext {
  readonly partition: Partition;
  /**
   * Aborts when this member may no longer work on the partition: the lease is lost, or draining took too long. Stop then;
   * what is not done is read again by the next owner.
   */
  readonly signal: AbortSignal;
  /**
   * Whether this member may still work on the partition, by the clock: a timer that aborts `signal` fires late after a
   * pause of the process. Ask it before something that must not be done twice.
   */
  holds(): boolean;
  readonly tracker: CheckpointTracker;
}

/**
 * Why a processor is shut down: the partition was read to its end, is asked back by the group, the consumer stops, the
 * lease is gone (nothing may be saved any more), or this processor failed.
 */
export type ShutdownReason = 'ended' | 'revoked' | 'shutdown' | 'lost' | 'failed';

/**
 * Returning means that all of the batch is done; throwing, that it is tried again. Returning what `tracker.rewind` gave
 * reads again from there.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that returns nothing is the common one
export type ProcessResult = Promise<Rewind | void> | Rewind | void;

/** Handles one partition. Its methods are never called twice at once for a partition. */
export interface Processor {
  /** Called once, before the first batch. */
  initialize?(context: PartitionContext): Promise<void> | void;
  /**
   * Called with each batch that has records, in order. A loop over all its records that waits for nothing keeps heartbeats
   * waiting as long as it takes: let the event loop turn now and then in one that takes more than a tenth of a second.
   */
  process(batch: Batch, context: PartitionContext): ProcessResult;
  /** Called once, last, if `initialize` was called. */
  shutdown?(context: PartitionContext, reason: ShutdownReason): Promise<void> | void;
}

/** Makes the processor of one partition. */
export type ProcessorFactory = () => Processor;

/**
 * A processor that is called with each record. A record that throws is tried again alone, before those behind it; what
 * was done of the batch before is not repeated by this member, also where the batch is halved to find bad records.
 */
export function recordProcessor(
  processRecord: (record: LogRecord, context: PartitionContext) => Promise<void> | void,
  slices: TimeSlices,
): ProcessorFactory {
  return () => {
    /** Weak: a batch whose records are all done would keep its buffers until the next one comes. */
    let current: { readonly whole: WeakRef<Batch>; done: number } | undefined;
    return {
      async process(batch, context) {
        const { whole, from } = originOf(batch);
        if (current?.whole.deref() !== whole) current = { whole: new WeakRef(whole), done: 0 };
        let index = from;
        for (const record of batch.records) {
          if (index++ < current.done) continue;
          const pause = slices.next();
          if (pause !== undefined) await pause;
          // By the clock: a record that takes long keeps the timers waiting.
          if (!context.holds()) throw context.signal.reason;
          const working = processRecord(record, context);
          if (working !== undefined) await working;
          current.done = index;
        }
      },
    };
  };
}
