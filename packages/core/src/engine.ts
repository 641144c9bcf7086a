import type { Partition } from './driver.js';
import type { ConsumerError } from './errors/consumer-error.js';
import { wrapError } from './errors/wrap.js';
import { unlessAborted } from './flow/deferred.js';
import { type RetryRules, retry } from './flow/retry.js';
import { retryDelayMs } from './flow/retry-delay.js';
import { createSemaphore } from './flow/semaphore.js';
import type { Lease } from './group/lease.js';
import type { Emit, EventOf } from './observe/events.js';
import { createDirectory, type PartitionDirectory } from './partition/directory.js';
import { createEndResolver } from './partition/end-bound.js';
import type { HandlerFactory } from './partition/handler.js';
import { createLingering, type Lingering } from './partition/lingering.js';
import { createReader } from './partition/reader.js';
import { locateTogether, type ResolvedStart } from './partition/start.js';
import { createTracker, type TrackerOptions } from './partition/tracker.js';
import { type PartitionWorker, startWorker } from './partition/worker.js';
import type { Position, StartPoint } from './position.js';
import type { Settings } from './settings/settings.js';

type CallName = EventOf<'call-retried'>['call'];

/** At most so many pulls at once, over all partitions and members of a consumer. */
const PULLS_AT_ONCE = 16;

/** What the parts of one consumer share, with or without a group. */
export interface Engine {
  readonly settings: Settings;
  readonly directory: PartitionDirectory;
  readonly lingering: Lingering;
  /** Partitions that the user has paused, whoever works on them. */
  readonly paused: ReadonlySet<string>;
  /** Aborts when the consumer is done with, however it ended: no call outlives it. */
  readonly lifetime: AbortSignal;
  wrap(error: unknown, partition?: string): ConsumerError;
  /** Calls the driver with the engine's retries, telling of each. */
  call<T>(name: CallName, attempt: () => Promise<T>, options?: CallPolicy): Promise<T>;
  /** The place of a start point, looked up together with other partitions that ask in the same turn. */
  locate(partition: Partition, point: StartPoint, signal: AbortSignal): Promise<Position>;
  startWorker(options: WorkerWiring): PartitionWorker;
}

export interface CallPolicy {
  readonly signal?: AbortSignal;
  readonly partition?: string;
  readonly giveUpAfterMs?: number;
  /** Whose call it is, where that is one of several members. */
  readonly emit?: Emit;
}

export interface WorkerWiring {
  readonly id: string;
  readonly lease: Lease;
  readonly resolveStart: (partition: Partition) => Promise<ResolvedStart>;
  /** What "latest" means where an expired position is to go on there. */
  readonly latest: StartPoint;
  readonly send: TrackerOptions['send'];
  readonly onMembershipLost: (error: ConsumerError) => void;
  readonly onFailed: (error: ConsumerError) => void;
  readonly emit: Emit;
}

export interface EngineOptions {
  readonly settings: Settings;
  readonly handlerFactory: HandlerFactory;
  readonly paused: ReadonlySet<string>;
  readonly lifetime: AbortSignal;
  readonly emit: Emit;
}

export function createEngine({ settings, handlerFactory, paused, lifetime, emit }: EngineOptions): Engine {
  const { driver, clock, random, untilMs, onExpired, checkpoint } = settings;
  const processors = createSemaphore(settings.maxConcurrentProcessors);
  const pulls = createSemaphore(PULLS_AT_ONCE);
  const lingering = createLingering();
  const wrap = (error: unknown, partition?: string): ConsumerError => wrapError(driver, error, partition);

  const delayAfter = (error: ConsumerError, tries: number): number | undefined => retryDelayMs(error, tries, random);

  const rulesOf = (
    name: CallName,
    { signal = lifetime, partition, giveUpAfterMs, emit: tell = emit }: CallPolicy = {},
  ): RetryRules<ConsumerError> => ({
    clock,
    signal,
    wrap: (error) => wrap(error, partition),
    delayMs: delayAfter,
    onRetry: ({ code, message }, tries, delayMs) => {
      const about = partition === undefined ? {} : { partition };
      tell({ kind: 'call-retried', call: name, ...about, code, message, attempt: tries, delayMs });
    },
    giveUpAfterMs,
  });
  const call: Engine['call'] = (name, attempt, policy) => retry(attempt, rulesOf(name, policy));

  const directory = createDirectory(driver, clock, (attempt) => call('partitions', attempt), lifetime);

  const locators = new Map<string, (partition: Partition) => Promise<Position>>();
  const locate: Engine['locate'] = (partition, point, signal) => {
    const key = JSON.stringify(point);
    const locator = locators.get(key) ?? locateTogether({ driver, call, lifetime }, point);
    locators.set(key, locator);
    return unlessAborted(locator(partition), signal);
  };

  const startPartitionWorker = (wiring: WorkerWiring): PartitionWorker => {
    const { id, lease, resolveStart, send, onMembershipLost, onFailed } = wiring;
    const worker = startWorker({
      id,
      lease,
      handlerFactory,
      processors,
      onFailed,
      clock,
      emit: wiring.emit,
      predecessor: lingering.of(id),
      paused: paused.has(id),
      drainTimeoutMs: settings.drainTimeoutMs,
      checkpointEveryBatches: checkpoint.everyBatches,
      find: directory.find,
      resolveStart: (partition, signal) => unlessAborted(resolveStart(partition), signal),
      afterExpiry:
        onExpired === 'fail'
          ? undefined
          : (partition, signal) => locate(partition, onExpired === 'latest' ? wiring.latest : onExpired, signal),
      createReader: (partition, from, signal) =>
        createReader({
          driver,
          partition,
          from,
          signal,
          pulls,
          clock,
          random,
          emit: wiring.emit,
          budget: settings.memory,
          maxBatchBytes: settings.maxBatchBytes,
          idleMs: settings.idleMs,
          end:
            untilMs === undefined
              ? undefined
              : createEndResolver({
                  epochMs: untilMs,
                  clock,
                  locate: (of, endSignal) => locate(of, { epochMs: untilMs }, endSignal),
                }),
          refreshed: () => directory.refreshed(id),
          retrying: (readSignal) => {
            const rules = rulesOf('read', { signal: readSignal, partition: id, emit: wiring.emit });
            return (attempt) => retry(attempt, rules);
          },
        }),
      createTracker: ({ working, maySave, onLost }) =>
        createTracker({
          partition: id,
          lease,
          working,
          maySave,
          manual: checkpoint.manual,
          send,
          emit: wiring.emit,
          retry: (attempt, signal) => call('save', attempt, { signal, partition: id, emit: wiring.emit }),
          onLost: (error, scope) => (scope === 'member' ? onMembershipLost(error) : onLost(error)),
        }),
    });
    lingering.add(id, worker.settled);
    return worker;
  };

  return { settings, directory, lingering, paused, lifetime, wrap, call, locate, startWorker: startPartitionWorker };
}
