import type { CheckpointStore } from './checkpoints/checkpoint-store.js';
import type { DeadLetterSink } from './dead-letter/dead-letter-sink.js';
import type { LogDriver } from './driver.js';
import type { Clock, Random } from './flow/clock.js';
import type { MemoryBudget } from './flow/memory-budget.js';
import type { Logger } from './observe/logger.js';
import type { Position } from './position.js';
import type { PartitionContext, ProcessorFactory, ProcessResult } from './processor.js';
import type { Batch, LogRecord } from './record.js';

/** Where to begin: the oldest record kept, the service's present, or a receive time. */
export type StartOption = 'earliest' | 'latest' | TimeOption;

export type TimeOption = { readonly epochMs: number } | Date;

/** When what is done is saved, besides at every start, hand-over, end and stop. */
export type CheckpointOption =
  /**
   * Only what the processor marks with `tracker.save()`, the end of a partition included: mark it in `shutdown` where the
   * last batch was not, or a group in lineage order never hands out the children.
   */
  | 'manual'
  /** By time, by number of batches of a partition, or whichever comes first. */
  | { readonly everyMs?: number; readonly everyBatches?: number };

export interface SharedOptions {
  /** The log to read. The consumer owns it from here on and closes it when it stops. */
  readonly driver: LogDriver;
  /**
   * Longer saves calls; shorter repeats less after a crash.
   * @defaultValue `{ everyMs: 5_000 }`
   */
  readonly checkpoint?: CheckpointOption;
  /**
   * How often a batch is given to the processor, with back-off from 0.2 s to 30 s, before `onProcessorFailure` applies.
   * @defaultValue 5
   */
  readonly processorTries?: number;
  /**
   * What becomes of a batch that keeps failing. `stop`: the partition fails. `skip`: the batch is passed over, with an
   * event. `{ deadLetter }`: it is halved until the records are found that fail alone; only those go to the sink, and
   * those beside them are processed again. A sink that fails fails the partition.
   * @defaultValue 'stop'
   */
  readonly onProcessorFailure?: 'stop' | 'skip' | { readonly deadLetter: DeadLetterSink };
  /**
   * What a failed partition means: the others are drained and `run` rejects with the first error, or the others go on.
   * @defaultValue 'stop-consumer'
   */
  readonly onPartitionFailure?: 'stop-consumer' | 'stop-partition';
  /**
   * Where to go on when a position has expired or is not known to the service: nowhere (the partition fails), or a place
   * that is saved first and told by an event. Anything but `fail` accepts that records were missed.
   * @defaultValue 'fail'
   */
  readonly onExpired?: 'fail' | StartOption;
  /**
   * Where reading ends, exclusive, by the service's receive time. `run` resolves when everything before it is done. A
   * future end is waited for.
   */
  readonly until?: TimeOption;
  /**
   * How many batches may be in `process` at once, over all partitions of the consumer.
   * @defaultValue as many as there are partitions
   */
  readonly maxConcurrentProcessors?: number;
  /**
   * How long a partition that is asked back, or that the consumer's stop drains, may take to finish its batch and save.
   * Then its signal aborts and it is released unsaved.
   * @defaultValue 60_000
   */
  readonly drainTimeoutMs?: number;
  /**
   * Longest pause between two reads of a partition that is caught up. Longer saves calls; shorter lowers the delay of
   * rare records.
   * @defaultValue 1_000
   */
  readonly idleMs?: number;
  /**
   * Bytes that fetched and not yet processed data may hold together, over all partitions, and over all consumers that
   * are given the same budget.
   * @defaultValue `createMemoryBudget()`, which is 64 MiB
   */
  readonly memory?: MemoryBudget;
  /**
   * Largest batch, before compression, that is accepted, in bytes; a larger one is `corrupt-data`.
   * @defaultValue 67_108_864
   */
  readonly maxBatchBytes?: number;
  /**
   * How long the first contact may fail before `run` rejects as `unavailable`: at the start that is a wrong endpoint more
   * often than an outage. Once the service has answered, an outage is waited out however long it lasts.
   * @defaultValue 15_000
   */
  readonly startTimeoutMs?: number;
  /**
   * Where the consumer's log lines go; `'silent'` for nowhere. Everything is also an event (`onEvent`).
   * @defaultValue warnings and errors to stderr
   */
  readonly logger?: Logger | 'silent';
  /** Where time comes from; for tests. */
  readonly clock?: Clock;
  /** Where jitter comes from; for tests. */
  readonly random?: Random;
}

export interface GroupOptions {
  /** Members that name the same group share the partitions. */
  readonly group: string;
  /**
   * A name that stays the same (a pod's) lets a restarted process go on at once. Two processes under one name are one
   * member to the service, which nobody can detect.
   * @defaultValue host, process id and eight random characters
   */
  readonly member?: string;
  /**
   * How many members this process is; with more than one, `-1`, `-2` and so on follow the name.
   * @defaultValue 1
   */
  readonly members?: number;
  /** For partitions of which the group has no checkpoint. */
  readonly start: StartOption;
  /**
   * How long the group waits for a heartbeat before it gives this member's partitions away. Longer survives pauses,
   * shorter recovers faster from a crash. The consumer stops working a little before this runs out. An existing group
   * keeps its own value unless `update` says otherwise.
   * @defaultValue 30_000
   */
  readonly sessionTimeoutMs?: number;
  /**
   * Pause between two heartbeats, at most a third of the session. Where the group's own session is shorter, it is
   * shortened, with an event.
   * @defaultValue a sixth of the session
   */
  readonly heartbeatMs?: number;
  /** `lineage`: children of a split or merge start after their parents are done. Absent: as the group is, or `partition`. */
  readonly order?: 'partition' | 'lineage';
  /** @defaultValue `'if-missing'` */
  readonly create?: 'if-missing' | 'never';
  /** Whether an existing group with other settings is changed. @defaultValue `'never'` */
  readonly update?: 'never' | 'if-different';
}

/** Without a group: named partitions, each with its start. */
export interface StandaloneOptions {
  /** By partition id: where to begin, unless the checkpoint store knows better. */
  readonly partitions: Readonly<Record<string, StartOption | { readonly position: Position }>>;
  /** Where checkpoints are kept. Absent: nowhere; keep `batch.next` yourself. */
  readonly checkpointStore?: CheckpointStore;
  /** `lineage`: a partition starts after those of its parents that are named, too. @defaultValue 'partition' */
  readonly order?: 'partition' | 'lineage';
}

export interface HandlerOptions {
  /** Makes one processor per partition. */
  readonly processor?: ProcessorFactory;
  /** Handles a batch; returning means that all of it is done. */
  readonly process?: (batch: Batch, context: PartitionContext) => ProcessResult;
  /** Handles one record at a time. The event loop turns between two records wherever that is due, so heartbeats go out. */
  readonly processRecord?: (record: LogRecord, context: PartitionContext) => Promise<void> | void;
}

type OneOf<T> = {
  [K in keyof T]: { readonly [P in K]-?: T[P] } & { readonly [P in Exclude<keyof T, K>]?: never };
}[keyof T];
type Without<T> = { readonly [K in keyof T]?: never };

/** Exactly one of `processor`, `process`, `processRecord`; none of them for `batches()`. */
type Handling = OneOf<Required<HandlerOptions>> | Without<HandlerOptions>;
type Mode =
  | (GroupOptions & Without<Omit<StandaloneOptions, keyof GroupOptions>>)
  | (StandaloneOptions & Without<Omit<GroupOptions, keyof StandaloneOptions>>);

export type ConsumerOptions = SharedOptions & Handling & Mode;
