import { setMaxListeners } from 'node:events';
import type { ConsumerStatus } from './consumer-status.js';
import { createEngine } from './engine.js';
import { ConsumerError } from './errors/consumer-error.js';
import { unlessAborted } from './flow/deferred.js';
import { openGroupSession } from './group/session.js';
import { createEmitter } from './observe/channels.js';
import type { Emit } from './observe/events.js';
import type { ConsumerOptions } from './options.js';
import { close, openSink, ownedBy } from './owned.js';
import { type ConsumedBatch, createHandOver } from './partition/hand-over.js';
import { type HandlerFactory, processorHandler } from './partition/handler.js';
import type { PartitionReport } from './partition/worker.js';
import type { Session } from './session.js';
import { checkOptions } from './settings/settings.js';
import { openStandaloneSession } from './standalone/session.js';

/** How a consumer stopped. */
export interface StopReport {
  /** By partition id; those held when the stop began. */
  readonly partitions: Readonly<Record<string, PartitionReport>>;
  /** False where the deadline passed before everything was finished and saved. */
  readonly inTime: boolean;
}

export interface Consumer extends AsyncDisposable {
  /**
   * Reads until `signal` aborts, `stop` is called, or there is nothing left (the end bound is reached; without a group:
   * every partition has ended); then drains, saves, leaves and resolves. Rejects with the first fatal `ConsumerError`,
   * after the same. Can be called once.
   */
  run(options?: { readonly signal?: AbortSignal }): Promise<void>;
  /**
   * Runs, and gives the batches of all partitions to one loop instead of a processor. Asking for the next batch says that
   * the last one is done. Leaving the loop stops the consumer; the batch in hand is then not done, unless its `done()` was
   * called. Ends as `run` resolves, throws as it rejects. Can be called once, and instead of `run`.
   */
  batches(options?: { readonly signal?: AbortSignal }): AsyncIterableIterator<ConsumedBatch, undefined>;
  /**
   * Stops reading, finishes the batches in hand, saves, leaves. Never rejects and ends by its deadline, also when the
   * service is down; what hangs is signalled and reported, not waited for. Again, or during a stop: the same report, by the earliest of
   * the deadlines that were named.
   * @param options.deadlineMs default 30_000
   */
  stop(options?: { readonly deadlineMs?: number }): Promise<StopReport>;
  /** Reads nothing more of these partitions and gives up what was fetched ahead, until `resume`; they stay this member's. */
  pause(partitions: readonly string[]): void;
  resume(partitions: readonly string[]): void;
  /** What it is doing at this moment. */
  status(): ConsumerStatus;
}

const STOP_DEADLINE_MS = 30_000;

/** @throws ConsumerError `invalid-argument` for options that are wrong, each named with what is allowed. */
export function createConsumer(options: ConsumerOptions): Consumer {
  const settings = checkOptions(options);
  const { clock, driver, mode } = settings;
  const source = { provider: driver.provider, ...(mode.kind === 'group' ? { group: mode.group } : {}) };
  const emitFor = (member: string): Emit => createEmitter({ ...source, member }, settings.logger);
  const emit =
    mode.kind === 'group' && mode.members[0] ? emitFor(mode.members[0]) : createEmitter(source, settings.logger);
  const lifetime = new AbortController();
  setMaxListeners(0, lifetime.signal);
  const stopRequested = new AbortController();
  const paused = new Set<string>();
  let state: ConsumerStatus['state'] = 'created';
  let opening: Promise<Session> | undefined;
  let current: Session | undefined;
  let stopping: Promise<StopReport> | undefined;

  const open = async (handlerFactory: HandlerFactory): Promise<Session> => {
    const engine = createEngine({ settings, handlerFactory, paused, emit, lifetime: lifetime.signal });
    const opened = stopRequested.signal;
    if (typeof settings.onProcessorFailure === 'object') await openSink(settings.onProcessorFailure.deadLetter, opened);
    return mode.kind === 'group'
      ? openGroupSession(engine, mode, emitFor, opened)
      : openStandaloneSession(engine, mode, emit, opened);
  };

  /** The session, if it opens before the deadline; should it open later, it is stopped at once. */
  const opened = async (deadline: AbortSignal): Promise<Session | undefined> => {
    if (!opening) return undefined;
    try {
      return await unlessAborted(opening, deadline);
    } catch {
      void opening.then((late) => late.stop(deadline)).catch(() => undefined);
      return undefined;
    }
  };

  const deadline = new AbortController();
  const deadlines: (() => void)[] = [];
  const endWithin = (ms: number): void => {
    const over = new ConsumerError('aborted', `The consumer's stop did not end within ${ms} ms.`);
    deadlines.push(clock.schedule(ms, () => deadline.abort(over)));
  };

  const finish = async (): Promise<StopReport> => {
    state = 'stopping';
    stopRequested.abort(new ConsumerError('aborted', 'The consumer was stopped.'));
    const session = await opened(deadline.signal);
    await session?.stop(deadline.signal);
    lifetime.abort(new ConsumerError('aborted', 'The consumer has stopped.'));
    for (const owned of ownedBy(settings)) await close(owned, deadline.signal);
    for (const cancel of deadlines) cancel();
    const partitions = session?.reports() ?? {};
    const abandoned = Object.values(partitions).filter((report) => report.abandoned).length;
    const inTime = !deadline.signal.aborted;
    state = 'stopped';
    emit({ kind: 'consumer-stopped', inTime, abandoned });
    return { partitions, inTime };
  };

  const stop = (deadlineMs?: number): Promise<StopReport> => {
    // The earliest deadline counts: whoever asks again, with one of its own, is not kept waiting for a longer one.
    if (state !== 'stopped' && (deadlineMs !== undefined || !stopping)) endWithin(deadlineMs ?? STOP_DEADLINE_MS);
    stopping ??= finish();
    return stopping;
  };

  const run = async (handlerFactory: HandlerFactory, signal: AbortSignal | undefined): Promise<void> => {
    if (opening || stopping) {
      throw new ConsumerError(
        'invalid-argument',
        'A consumer runs once, by run() or by batches(), and not after stop(); create another consumer.',
      );
    }
    if (signal?.aborted) {
      await stop();
      return;
    }
    const onAbort = (): void => void stop();
    signal?.addEventListener('abort', onAbort, { once: true });
    const stopped = new Promise<void>((resolve) => {
      stopRequested.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    state = 'joining';
    opening = open(handlerFactory);
    let failure: unknown;
    // Looked at once more after the stop: what fails while it drains is told, too.
    const finished = opening
      .then((session) => {
        current = session;
        if (state === 'joining') state = 'running';
        return session.finished;
      })
      .catch((error: unknown) => {
        if (error !== stopRequested.signal.reason) failure = error;
      });
    await Promise.race([finished, stopped]);
    await stop();
    signal?.removeEventListener('abort', onAbort);
    if (failure !== undefined) throw failure;
  };

  const runProcessor = async (signal: AbortSignal | undefined): Promise<void> => {
    const { processorFactory, onProcessorFailure: policy, processorTries: tries, random } = settings;
    if (!processorFactory) {
      throw new ConsumerError(
        'invalid-argument',
        'run() needs option "process", "processor" or "processRecord"; without one, use batches().',
      );
    }
    await run(processorHandler(processorFactory, { provider: driver.provider, policy, tries, clock, random }), signal);
  };

  const batches = (signal: AbortSignal | undefined): AsyncIterableIterator<ConsumedBatch, undefined> => {
    if (settings.processorFactory) {
      throw new ConsumerError(
        'invalid-argument',
        'batches() takes the place of option "process", "processor" or "processRecord"; leave that out, or call run().',
      );
    }
    const handOver = createHandOver();
    const running = run(handOver.handlerFactory, signal).then(
      () => handOver.end(),
      (error: unknown) => handOver.end(error),
    );
    const leave = async (): Promise<{ done: true; value: undefined }> => {
      const stopped = stop();
      handOver.leave();
      await stopped;
      await running;
      return { done: true, value: undefined };
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        const value = await handOver.next();
        return value ? { done: false, value } : { done: true, value: undefined };
      },
      return: leave,
      async throw(error) {
        await leave();
        throw error;
      },
    };
  };

  const workersOf = (partitions: readonly string[]): ReturnType<Session['workers']> =>
    current?.workers().filter(({ id }) => partitions.includes(id)) ?? [];

  return {
    run: ({ signal } = {}) => runProcessor(signal),
    batches: ({ signal } = {}) => batches(signal),
    stop: ({ deadlineMs } = {}) => stop(deadlineMs),
    pause(partitions) {
      for (const partition of partitions) {
        if (paused.has(partition)) continue;
        paused.add(partition);
        emit({ kind: 'partition-paused', partition });
      }
      for (const worker of workersOf(partitions)) worker.pause();
    },
    resume(partitions) {
      for (const partition of partitions) if (paused.delete(partition)) emit({ kind: 'partition-resumed', partition });
      for (const worker of workersOf(partitions)) worker.resume();
    },
    status: () => ({
      state,
      members: current?.members() ?? [],
      partitions: current?.workers().map(({ status }) => status) ?? [],
      bytesHeld: settings.memory.usedBytes,
    }),
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
