import type { Partition } from '../driver.js';
import { ConsumerError, isConsumerError } from '../errors/consumer-error.js';
import { reactionTo } from '../errors/reaction.js';
import { describeThrown } from '../errors/thrown.js';
import type { Clock } from '../flow/clock.js';
import type { Semaphore } from '../flow/semaphore.js';
import type { Lease } from '../group/lease.js';
import type { Emit } from '../observe/events.js';
import type { Position } from '../position.js';
import type { PartitionContext } from '../processor.js';
import { userTracker } from './checkpoint-tracker.js';
import type { HandlerFactory } from './handler.js';
import { createLifecycle } from './lifecycle.js';
import { awaitPredecessor } from './predecessor.js';
import type { Reader } from './reader.js';
import type { ResolvedStart } from './start.js';
import { canSave, type PartitionState } from './state.js';
import type { Tracker } from './tracker.js';
import { createWork } from './work.js';

/** What one partition came to, for the stop report. */
export interface PartitionReport {
  /** Confirmed by the service; undefined where nothing was saved or found. */
  readonly saved: Position | undefined;
  /** Where the next batch begins: everything before it is done. */
  readonly lastDone: Position | undefined;
  /** True where work was cut off: a batch in hand did not finish, or what is done could not be saved. */
  readonly abandoned: boolean;
}

/** What a worker is doing, for people. */
export interface PartitionStatus {
  readonly id: string;
  readonly state: PartitionState['kind'];
  readonly paused: boolean;
  readonly done: Position | undefined;
  readonly saved: Position | undefined;
  /** How old the newest record read was when it was read; 0 when caught up; undefined before the first read, or where the service does not tell. */
  readonly lagMs: number | undefined;
  /** Bytes of the memory budget that it holds. */
  readonly bytesHeld: number;
}

export interface PartitionWorker {
  readonly id: string;
  readonly state: PartitionState;
  readonly status: PartitionStatus;
  readonly report: PartitionReport;
  /** Finish the batch in hand, save, let go. A second call changes nothing. */
  drain(why: 'revoked' | 'shutdown'): void;
  /** Saves in the background what is done; a final failure fails the partition. */
  checkpoint(): void;
  pause(): void;
  resume(): void;
  /** The partition is gone: abort, and save nothing. */
  lose(error: ConsumerError): void;
  /** Stop waiting for anything; used when a deadline has passed. */
  abandon(): void;
  /** Settles when no save is on its way any more. */
  quiet(): Promise<void>;
  /** Resolves when the engine has let go of the partition, although user code may still run. Never rejects. */
  readonly closed: Promise<void>;
  /** Resolves when user code has returned as well. Never rejects. */
  readonly settled: Promise<void>;
}

export interface WorkerOptions {
  readonly id: string;
  readonly lease: Lease;
  readonly handlerFactory: HandlerFactory;
  /** The last worker of the same partition, whose user code may still run: two must never work at once. */
  readonly predecessor: Promise<void> | undefined;
  readonly drainTimeoutMs: number;
  readonly paused: boolean;
  /** How many batches may be in user code at once, over all partitions. */
  readonly processors: Semaphore;
  /** A save follows this many batches, besides those by time. */
  readonly checkpointEveryBatches: number;
  readonly find: (id: string, signal: AbortSignal) => Promise<Partition | undefined>;
  readonly resolveStart: (partition: Partition, signal: AbortSignal) => Promise<ResolvedStart>;
  /** Where to go on when the position is lost; undefined: nowhere. */
  readonly afterExpiry: ((partition: Partition, signal: AbortSignal) => Promise<Position>) | undefined;
  readonly createReader: (partition: Partition, from: Position, signal: AbortSignal) => Reader;
  readonly createTracker: (o: {
    readonly working: AbortSignal;
    readonly maySave: () => boolean;
    readonly onLost: (error: ConsumerError) => void;
  }) => Tracker;
  readonly onFailed: (error: ConsumerError) => void;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** Works on one partition from assignment to release. Starts at once. */
export function startWorker(options: WorkerOptions): PartitionWorker {
  const { id, lease, clock, emit } = options;
  const life = createLifecycle(options);
  const tracker = options.createTracker({
    working: life.working,
    maySave: () => canSave(life.state),
    onLost: life.lose,
  });
  const handler = options.handlerFactory();
  let reader: Reader | undefined;
  let paused = options.paused;

  let checkpointing = false;
  const checkpoint = async (): Promise<void> => {
    if (checkpointing || life.state.kind === 'starting' || life.isOver || !tracker.dirty) return;
    checkpointing = true;
    try {
      await tracker.flush(life.working);
    } catch (error) {
      react(error);
    } finally {
      checkpointing = false;
    }
  };

  /** What a failure means to the partition; nothing if it is over already. */
  const react = (thrown: unknown): void => {
    const error = asConsumerError(thrown, id);
    if (reactionTo(error.code) === 'release') life.lose(error);
    else life.fail(error);
  };

  const work = createWork({
    id,
    lease,
    life,
    handler,
    tracker,
    clock,
    emit,
    processors: options.processors,
    afterExpiry: options.afterExpiry,
    onDone: () => {
      if (tracker.unsavedBatches >= options.checkpointEveryBatches) void checkpoint();
    },
  });

  const start = async (): Promise<{ readonly partition: Partition; readonly from: Position }> => {
    const { predecessor, drainTimeoutMs } = options;
    await awaitPredecessor(predecessor, { id, patienceMs: drainTimeoutMs, clock, signal: life.reading });
    const partition = await options.find(id, life.reading);
    if (!partition) {
      throw new ConsumerError('not-found', `Partition "${id}" was assigned, but the service does not list it.`, {
        partition: id,
      });
    }
    const { position, resumed } = await options.resolveStart(partition, life.reading);
    tracker.begin(position, resumed);
    // Before the first read, and also where the partition is asked back by now, or a hand-over would resolve "latest"
    // again and lose what came between.
    await tracker.flush(life.working);
    life.reading.throwIfAborted();
    emit({ kind: 'partition-started', partition: id, from: position, resumed });
    return { partition, from: position };
  };

  const finish = async (how: 'drained' | 'ended'): Promise<void> => {
    if (how === 'ended') life.reachEnd();
    await handler.shutdown(life.shutdownReason);
    await tracker.flush(life.working);
    if (how === 'ended' && tracker.done !== undefined)
      emit({ kind: 'partition-ended', partition: id, at: tracker.done });
    life.finish(how);
  };

  const run = async (): Promise<void> => {
    try {
      const { partition, from } = await start();
      const holds = (): boolean => lease.valid() && !life.isOver;
      const context: PartitionContext = { partition, signal: life.working, tracker: userTracker(tracker), holds };
      await handler.initialize(context);
      life.readAt(from);
      reader = options.createReader(partition, from, life.reading);
      if (paused) reader.pause();
      const how = await work.run(reader, context);
      // A lost partition ends the reading as a drain does, but there is nothing to finish.
      life.working.throwIfAborted();
      await finish(how);
    } catch (error) {
      if (life.reading.aborted && error === life.reading.reason) life.finish('drained');
      else react(error);
    } finally {
      const saving = life.state.kind === 'failed' ? tracker.saveLast() : undefined;
      await reader?.close();
      await saving;
      // It is over by now, so a shutdown that throws changes nothing any more, but it is told.
      await handler.shutdown(life.shutdownReason).catch((error: unknown) => {
        emit({ kind: 'shutdown-failed', partition: id, message: asConsumerError(error, id).message });
      });
      await tracker.quiet();
    }
  };

  const settled = run();

  return {
    id,
    get state() {
      return life.state;
    },
    get status() {
      const bytesHeld = work.bytesHeld + (reader?.bytesAhead ?? 0);
      return {
        id,
        state: life.state.kind,
        paused,
        done: tracker.done,
        saved: tracker.saved,
        lagMs: work.lagMs,
        bytesHeld,
      };
    },
    get report() {
      return {
        saved: tracker.saved,
        lastDone: tracker.done,
        abandoned: life.isOver && (work.isInHand || tracker.dirty),
      };
    },
    drain: life.drain,
    checkpoint: () => void checkpoint(),
    pause() {
      paused = true;
      reader?.pause();
    },
    resume() {
      paused = false;
      reader?.resume();
    },
    lose: life.lose,
    abandon: life.abandon,
    quiet: tracker.quiet,
    closed: life.closed,
    settled,
  };
}

function asConsumerError(error: unknown, partition: string): ConsumerError {
  if (isConsumerError(error)) return error;
  return new ConsumerError('internal', `Partition "${partition}" failed unexpectedly: ${describeThrown(error)}`, {
    cause: error,
    partition,
  });
}
