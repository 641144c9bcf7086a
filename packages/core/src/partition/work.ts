import type { DriverBatch, Partition } from '../driver.js';
import { isConsumerError } from '../errors/consumer-error.js';
import { reactionTo } from '../errors/reaction.js';
import type { Clock } from '../flow/clock.js';
import type { Semaphore } from '../flow/semaphore.js';
import type { Lease } from '../group/lease.js';
import type { Emit } from '../observe/events.js';
import type { Position } from '../position.js';
import type { PartitionContext } from '../processor.js';
import type { Batch } from '../record.js';
import type { Handler } from './handler.js';
import type { Lifecycle } from './lifecycle.js';
import type { HeldBatch, Reader } from './reader.js';
import type { Tracker } from './tracker.js';

export interface WorkOptions {
  readonly id: string;
  readonly lease: Lease;
  readonly life: Lifecycle;
  readonly handler: Handler;
  readonly tracker: Tracker;
  /** How many batches may be in user code at once, over all partitions. */
  readonly processors: Semaphore;
  /** Where to go on when the position is lost; undefined: nowhere. */
  readonly afterExpiry: ((partition: Partition, signal: AbortSignal) => Promise<Position>) | undefined;
  /** A batch with records is done. */
  readonly onDone: () => void;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** The reading and handling of one partition, batch by batch. */
export interface Work {
  /** Whether a batch was handed out that is not done. */
  readonly isInHand: boolean;
  /** Bytes of the memory budget that the batch in hand, or waiting to be handed out, holds. */
  readonly bytesHeld: number;
  /** How old the newest record read was when it was read; 0 when caught up. */
  readonly lagMs: number | undefined;
  /** Until the partition is drained or has ended; rejects with what makes it fail. */
  run(reader: Reader, context: PartitionContext): Promise<'drained' | 'ended'>;
}

export function createWork(options: WorkOptions): Work {
  const { id, lease, life, handler, tracker, clock, emit } = options;
  let isInHand = false;
  let bytesHeld = 0;
  let lagMs: number | undefined;

  const isDrain = (error: unknown): boolean => life.reading.aborted && error === life.reading.reason;

  const takeRewind = (): ReturnType<Tracker['takeRewind']> => {
    const rewind = tracker.takeRewind();
    if (rewind) emit({ kind: 'partition-rewound', partition: id, to: rewind.to });
    return rewind;
  };

  const handle = async (
    held: HeldBatch,
    reader: Reader,
    context: PartitionContext,
  ): Promise<'done' | 'rewound' | 'drained'> => {
    const { batch } = held;
    const { recordCount: records } = batch;
    const startedAt = clock.monotonic();
    const handOut = (part: Batch): void => {
      isInHand = true;
      tracker.handOut(part);
    };
    let leave: (() => void) | undefined;
    bytesHeld = held.bytes;
    try {
      if (records > 0) {
        leave = await options.processors.acquire(life.reading);
        // The clock is compared here, whatever the timers did: a process that was paused must not hand out stale work.
        if (!lease.valid()) throw lease.signal.reason;
        await handler.handle(batch, { context, giveUp: life.reading, handOut, emit });
      }
    } catch (error) {
      if (!isDrain(error)) throw error;
      // What was asked for before the batch was given up holds all the same: the last save goes back.
      takeRewind();
      return 'drained';
    } finally {
      leave?.();
      held.release();
      bytesHeld = 0;
    }
    if (!lease.valid() || life.isOver) {
      if (records > 0) emit({ kind: 'batch-done-late', partition: id, records });
      throw life.working.reason ?? lease.signal.reason;
    }
    isInHand = false;
    const rewind = takeRewind();
    if (rewind) {
      // Or a crash before the next save would go on from behind what is to be read again.
      if (rewind.behindSaved) await tracker.flush(life.working);
      reader.seek(rewind.to);
      return 'rewound';
    }
    tracker.advance(batch.next, records);
    life.readAt(batch.next);
    if (records > 0) {
      emit({ kind: 'batch-done', partition: id, records, tookMs: clock.monotonic() - startedAt });
      options.onDone();
    }
    return 'done';
  };

  /** Where the user has named a place for it, reading goes on there; that place comes back. */
  const goOnAfterExpiry = async (
    error: unknown,
    lostBefore: Position | undefined,
    reader: Reader,
    partition: Partition,
  ): Promise<Position> => {
    const expired = isConsumerError(error) && reactionTo(error.code) === 'reset';
    if (!expired || !options.afterExpiry) throw error;
    const to = await options.afterExpiry(partition, life.reading);
    // The place that the service named itself is lost, too: asking on would never end.
    if (to === lostBefore) throw error;
    const from = tracker.done;
    tracker.reset(to);
    await tracker.flush(life.working);
    emit({ kind: 'position-reset', partition: id, from: from ?? to, to });
    reader.seek(to);
    return to;
  };

  return {
    get isInHand() {
      return isInHand;
    },
    get bytesHeld() {
      return bytesHeld;
    },
    get lagMs() {
      return lagMs;
    },
    async run(reader, context) {
      let lostBefore: Position | undefined;
      for (;;) {
        if (life.reading.aborted) return 'drained';
        let held: HeldBatch;
        try {
          held = await reader.next();
        } catch (error) {
          if (life.reading.aborted) return 'drained';
          try {
            lostBefore = await goOnAfterExpiry(error, lostBefore, reader, context.partition);
          } catch (unresolved) {
            if (isDrain(unresolved)) return 'drained';
            throw unresolved;
          }
          continue;
        }
        lostBefore = undefined;
        if (life.reading.aborted) {
          held.release();
          return 'drained';
        }
        lagMs = lagOf(held.batch);
        const outcome = await handle(held, reader, context);
        if (outcome === 'drained') return 'drained';
        if (outcome === 'done' && held.batch.state === 'ended') return 'ended';
      }
    },
  };
}

function lagOf({ state, servedAtMs, newestReceivedAtMs }: DriverBatch): number | undefined {
  if (state !== 'more') return 0;
  if (servedAtMs === undefined || newestReceivedAtMs === undefined) return undefined;
  return Math.max(0, servedAtMs - newestReceivedAtMs);
}
