import type { DriverBatch, EndBound, LogDriver, Partition } from '../driver.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { backoffMs } from '../flow/backoff.js';
import { type Clock, type Random, sleep } from '../flow/clock.js';
import { type Deferred, deferred, unlessAborted } from '../flow/deferred.js';
import type { MemoryBudget, Reservation } from '../flow/memory-budget.js';
import { onAbort } from '../flow/on-abort.js';
import type { Semaphore } from '../flow/semaphore.js';
import type { Emit } from '../observe/events.js';
import type { Position } from '../position.js';
import type { EndResolver } from './end-bound.js';
import { createSizeGuess } from './size-guess.js';

/** A batch whose memory is counted until it is released. */
export interface HeldBatch {
  readonly batch: DriverBatch;
  /** Bytes of the memory budget that it holds. */
  readonly bytes: number;
  release(): void;
}

export interface Reader {
  /** The next batch, in order; also those without records. Rejects with a `ConsumerError`, or with the signal's reason. */
  next(): Promise<HeldBatch>;
  /** Goes on from another place; what was fetched ahead is dropped. */
  seek(position: Position): void;
  /** Gives up what was fetched ahead; `next` waits from now on. */
  pause(): void;
  resume(): void;
  /** Bytes that are held by what was fetched ahead. */
  readonly bytesAhead: number;
  /** Aborts the pull in flight and drops what was fetched ahead. Settles when nothing is in flight any more. */
  close(): Promise<void>;
}

export interface ReaderOptions {
  readonly driver: LogDriver;
  readonly partition: Partition;
  readonly from: Position;
  readonly budget: MemoryBudget;
  /** How many pulls there may be at once, over all partitions. */
  readonly pulls: Semaphore;
  readonly maxBatchBytes: number;
  readonly idleMs: number;
  /** Where reading ends, if it does. */
  readonly end: EndResolver | undefined;
  readonly signal: AbortSignal;
  /** The partition as listed lately, so that one that became read-only is seen before the read that ends it. */
  readonly refreshed: () => Partition | undefined;
  /** What wraps reads in the engine's retries, until the signal aborts. */
  readonly retrying: (signal: AbortSignal) => Retrying;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
}

type Retrying = (attempt: () => Promise<HeldBatch>) => Promise<HeldBatch>;

/** What is read in one go, until a seek or a pause drops it. */
interface Run {
  readonly dropped: AbortController;
  readonly signal: AbortSignal;
  readonly retry: Retrying;
  /** Where to read next. */
  at: Position;
  ahead: Promise<HeldBatch> | undefined;
  aheadBytes: number;
}

/** Reads one partition in order, at most one batch ahead of the processor, inside the memory budget. */
export function createReader(options: ReaderOptions): Reader {
  const { driver, budget, pulls, clock, random, emit } = options;
  const id = options.partition.id;
  const size = createSizeGuess(Math.min(Math.floor(budget.maxBytes / 4), driver.limits.maxBodyBytes));
  let partition = options.partition;
  let idleReads = 0;
  /** Where the last batch that was given out ends. */
  let givenOut = options.from;
  let paused: Deferred<void> | undefined;
  let dropping: Promise<unknown> = Promise.resolve();

  const begin = (at: Position): Run => {
    const dropped = new AbortController();
    const { signal } = dropped;
    // Not `AbortSignal.any`, which Node keeps in a set of its own while anybody listens. And with this one listener for good,
    // the signal's own table is not emptied and made anew by every wait.
    onAbort(signal, () => takeBack());
    const takeBack = onAbort(options.signal, () => dropped.abort(options.signal.reason));
    if (options.signal.aborted) dropped.abort(options.signal.reason);
    return { dropped, signal, retry: options.retrying(signal), at, ahead: undefined, aheadBytes: 0 };
  };
  let run = begin(options.from);

  const drop = (at: Position): void => {
    const old = run;
    run = begin(at);
    old.dropped.abort(
      new ConsumerError('aborted', `What was read ahead of partition "${id}" was dropped.`, { partition: id }),
    );
    const released = old.ahead?.then(
      (held) => held.release(),
      () => undefined,
    );
    dropping = Promise.all([dropping, released]);
  };

  const onOverdraft = (bytes: number): void => emit({ kind: 'memory-overdrawn', partition: id, bytes });

  const readOnce = async (current: Run, until: EndBound | undefined): Promise<HeldBatch> => {
    const { signal } = current;
    const reservation = await budget.reserve(size.guessBytes(), signal, onOverdraft);
    let leave: (() => void) | undefined;
    let settled = false;
    try {
      leave = await pulls.acquire(signal);
      const startedAt = clock.monotonic();
      const batch = await driver.read(partition, current.at, {
        signal,
        maxBytes: options.maxBatchBytes,
        until,
        async reserve(bytes) {
          if (bytes > reservation.bytes) {
            // Others may pull while this one waits for memory.
            leave?.();
            await reservation.resize(bytes, signal);
            leave = await pulls.acquire(signal);
            // The read failed while this waited (the connection was cut): nobody else would give the place back.
            if (settled) leave();
          } else await reservation.resize(bytes, signal);
        },
      });
      const { recordCount: records, rawBytes } = batch;
      emit({ kind: 'batch-read', partition: id, records, rawBytes, tookMs: clock.monotonic() - startedAt });
      size.learn(reservation.bytes);
      return hold(batch, reservation);
    } catch (error) {
      reservation.release();
      throw error;
    } finally {
      settled = true;
      leave?.();
    }
  };

  const read = (current: Run, until: EndBound | undefined): Promise<HeldBatch> =>
    current.retry(() => readOnce(current, until));

  const readUpTo = async (current: Run, end: EndResolver): Promise<HeldBatch> => {
    const held = await read(current, end.bound);
    if (!end.reaches(held.batch)) return held;
    // It may hold what lies behind the end: read again once the end is known.
    held.release();
    await end.resolve(partition, held.batch.servedAtMs, current.signal);
    return read(current, end.bound);
  };

  const fetch = async (current: Run): Promise<HeldBatch> => {
    const held = await (options.end === undefined ? read(current, undefined) : readUpTo(current, options.end));
    const { batch } = held;
    current.at = batch.next;
    current.aheadBytes = held.bytes;
    if (batch.state !== 'caught-up') idleReads = 0;
    else idleReads = batch.recordCount > 0 ? 1 : idleReads + 1;
    if (batch.skipped) emit({ kind: 'records-skipped', partition: id, ...batch.skipped });
    return held;
  };

  const shortestIdleMs = Math.max(1, Math.min(driver.limits.minIdleMs, options.idleMs));

  const rested = (current: Run): Promise<HeldBatch> => {
    const listed = options.refreshed();
    if (!listed)
      throw new ConsumerError('not-found', `Partition "${id}" is no longer listed by the service.`, { partition: id });
    partition = listed;
    return fetch(current);
  };

  const rest = (current: Run): Promise<HeldBatch> => {
    const delayMs = backoffMs(idleReads, random, { firstMs: shortestIdleMs, maxMs: options.idleMs });
    // Not awaited in `fetch`: what a call keeps while it waits, a thousand idle partitions keep all the time.
    return sleep(clock, delayMs, current.signal).then(() => rested(current));
  };

  const fetchAhead = (current: Run): void => {
    current.ahead = idleReads > 0 ? rest(current) : fetch(current);
    // Somebody may only look at it later, or never.
    current.ahead.catch(ignore);
  };

  return {
    async next() {
      for (;;) {
        while (paused) await unlessAborted(paused.promise, options.signal);
        const current = run;
        if (!current.ahead) fetchAhead(current);
        let held: HeldBatch | undefined;
        try {
          held = await current.ahead;
        } catch (error) {
          if (current === run) throw error;
        }
        // Dropped meanwhile, by a pause or a seek.
        if (current !== run || !held) continue;
        givenOut = held.batch.next;
        current.ahead = undefined;
        current.aheadBytes = 0;
        if (held.batch.state !== 'ended' && !paused) fetchAhead(current);
        return held;
      }
    },
    seek(position) {
      givenOut = position;
      idleReads = 0;
      drop(position);
    },
    pause() {
      paused ??= deferred();
      drop(givenOut);
    },
    resume() {
      paused?.resolve();
      paused = undefined;
    },
    get bytesAhead() {
      return run.aheadBytes;
    },
    async close() {
      drop(givenOut);
      await dropping;
    },
  };
}

const ignore = (): void => undefined;

function hold(batch: DriverBatch, reservation: Reservation): HeldBatch {
  return {
    batch,
    bytes: reservation.bytes,
    release() {
      batch.release();
      reservation.release();
    },
  };
}
