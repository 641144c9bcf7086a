import { ConsumerError } from '../errors/consumer-error.js';
import type { Clock } from '../flow/clock.js';
import { deferred } from '../flow/deferred.js';
import type { Lease } from '../group/lease.js';
import type { Emit } from '../observe/events.js';
import type { Position } from '../position.js';
import type { ShutdownReason } from '../processor.js';
import type { DrainReason, PartitionState } from './state.js';

/** What may still be done with a partition: its state, and the two signals that follow from it. */
export interface Lifecycle {
  readonly state: PartitionState;
  /** Closed or failed: whatever still runs no longer counts. */
  readonly isOver: boolean;
  /** Aborts when reading and waiting end; the batch in hand goes on. */
  readonly reading: AbortSignal;
  /** Aborts when everything ends: the processor's signal. */
  readonly working: AbortSignal;
  /** Resolves when it is over. Never rejects. */
  readonly closed: Promise<void>;
  /** What to tell a processor that is shut down now. */
  readonly shutdownReason: ShutdownReason;
  /** Reading goes on, or begins, at this place. */
  readAt(at: Position): void;
  /** Nothing follows: only shutting down and saving are left. */
  reachEnd(): void;
  /** Ends reading, and everything after `drainTimeoutMs`. A second call changes nothing. */
  drain(why: 'revoked' | 'shutdown'): void;
  /** All is done and saved. */
  finish(how: 'ended' | 'drained'): void;
  /** The partition is not ours any more. */
  lose(error: ConsumerError): void;
  /** Nobody waits any longer. */
  abandon(): void;
  fail(error: ConsumerError): void;
}

export interface LifecycleOptions {
  readonly id: string;
  readonly lease: Lease;
  readonly drainTimeoutMs: number;
  readonly onFailed: (error: ConsumerError) => void;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** Every change of state happens here; once it is over, it stays over. */
export function createLifecycle({ id, lease, drainTimeoutMs, onFailed, clock, emit }: LifecycleOptions): Lifecycle {
  let state: PartitionState = { kind: 'starting' };
  let drainReason: DrainReason = 'shutdown';
  let cancelDrainTimer: (() => void) | undefined;
  const closed = deferred<void>();
  const reading = new AbortController();
  const working = new AbortController();

  const isOver = (): boolean => state.kind === 'closed' || state.kind === 'failed';

  const close = (next: PartitionState): void => {
    state = next;
    cancelDrainTimer?.();
    lease.signal.removeEventListener('abort', onLeaseOver);
    closed.resolve();
  };
  const abort = (error: ConsumerError): void => {
    reading.abort(error);
    working.abort(error);
  };

  const lose = (error: ConsumerError): void => {
    if (isOver()) return;
    close({ kind: 'closed', how: 'lost' });
    emit({ kind: 'partition-lost', partition: id, message: error.message });
    abort(error);
  };
  const onLeaseOver = (): void => lose(lease.signal.reason as ConsumerError);

  const abandon = (): void => {
    if (isOver()) return;
    close({ kind: 'closed', how: 'drained' });
    abort(
      new ConsumerError('aborted', `Partition "${id}" was given up before its work was finished.`, { partition: id }),
    );
  };

  const toDraining = (why: DrainReason): void => {
    drainReason = why;
    state = { kind: 'draining', why };
  };

  lease.signal.addEventListener('abort', onLeaseOver, { once: true });

  return {
    get state() {
      return state;
    },
    get isOver() {
      return isOver();
    },
    reading: reading.signal,
    working: working.signal,
    closed: closed.promise,
    get shutdownReason() {
      if (state.kind === 'failed') return 'failed';
      return state.kind === 'closed' && state.how === 'lost' ? 'lost' : drainReason;
    },
    readAt(at) {
      if (state.kind === 'reading' && state.at === at) return;
      if (state.kind === 'starting' || state.kind === 'reading') state = { kind: 'reading', at };
    },
    reachEnd() {
      if (!isOver()) toDraining('ended');
    },
    drain(why) {
      if (isOver() || cancelDrainTimer) return;
      // A partition at its end is shutting down already; from now on that has to end, too.
      if (state.kind !== 'draining') toDraining(why);
      cancelDrainTimer = clock.schedule(drainTimeoutMs, () => {
        emit({ kind: 'drain-timed-out', partition: id, afterMs: drainTimeoutMs });
        abandon();
      });
      reading.abort(new ConsumerError('aborted', `Partition "${id}" is being drained.`, { partition: id }));
    },
    finish(how) {
      if (!isOver()) close({ kind: 'closed', how });
    },
    lose,
    abandon,
    fail(error) {
      if (isOver()) return;
      close({ kind: 'failed', error });
      emit({ kind: 'partition-failed', partition: id, code: error.code, message: error.message });
      abort(error);
      onFailed(error);
    },
  };
}
