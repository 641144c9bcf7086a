import type { createConsumer, createMemoryBudget, onEvent } from '@polylog/core';
import type { Clock, LogDriver } from '@polylog/core/driver';

/**
 * What the suite needs to know of a driver, and the hands it needs on the service behind it. Nothing in the suite sleeps:
 * the service, its driver and the engine run on one clock, and {@link TestLog.advance} is what moves it.
 */
export interface Harness {
  readonly capabilities: Capabilities;
  /** What the driver does otherwise, with the reason. A case that is named here still runs, and must fail. */
  readonly deviates?: readonly Deviation[];
  /** The engine under the runtime family; another copy of it may be put here. @defaultValue `@polylog/core` */
  readonly core?: EngineDoors;
  /** A fresh log that shares nothing with any other. Cases run one after the other. */
  open(setup: LogSetup): Promise<TestLog>;
}

export interface LogSetup {
  /** How many partitions it has at first, all empty and open for writing. */
  readonly partitions: number;
  /** Most records that one read gives; drivers are to be made so. */
  readonly batchRecords: number;
}

/** A log of a service, with the hands of a test on it. */
export interface TestLog {
  /** The one clock of the service, its drivers and the engine. */
  readonly clock: Clock;
  /**
   * Id of a partition by its place among those it had at first, 0 being the first; of a place behind the last one, an id
   * that none of its partitions has. Called without a `this`.
   */
  readonly id: (index: number) => string;
  /** Another driver over this log, as another process would have it: nothing is shared with earlier ones. */
  driver(): LogDriver;
  /** Writes one record for each text, in this order, at the service's present. A text is the record's `body`. */
  append(partition: string, texts: readonly string[]): Promise<void> | void;
  /** Ids of the two children. Only called where `capabilities.split`. */
  split(partition: string): Promise<readonly [string, string]> | readonly [string, string];
  /** Id of the child of two neighbours, the first two there are. Only called where `capabilities.merge`. */
  merge(left: string, right: string): Promise<string> | string;
  /**
   * Id of a partition that appears while the log is in use, and takes records that the others would have got. Only called
   * where `capabilities.grow`, without a `this`.
   */
  readonly grow?: () => Promise<string> | string;
  /** Forgets the oldest records of a partition, as the service does when their time has come. */
  trim(partition: string, records: number): Promise<void> | void;
  /**
   * Moves the clock on by `ms`. Whatever falls due meanwhile runs in order, and between two timers everything that can go
   * on without time passing does so, requests over real sockets included: `createIdleDetector` helps with these.
   */
  advance(ms: number): Promise<void>;
  /** From now on calls fail so. Returns a function that takes the fault back. Only kinds of `capabilities.faults`. */
  fault(fault: Fault): () => void;
  /** Closes what was opened here, drivers that were not closed included. */
  close(): Promise<void>;
}

export interface Capabilities {
  readonly split: boolean;
  readonly merge: boolean;
  /**
   * Whether partitions appear of which nobody is told whose place they take: of a service that tells no parents.
   * @defaultValue false
   */
  readonly grow?: boolean;
  /** Whether there can be a log without any partition; then `open` is asked for one. */
  readonly emptyLog: boolean;
  readonly faults: readonly FaultKind[];
  /** A text that is no position of any partition, and that the service refuses. */
  readonly foreignPosition: string;
}

export type FaultKind =
  /** The service says that it cannot at the moment. The call has no effect. */
  | 'unavailable'
  /** The service says that a quota is used up, and with `retryAfterMs` when to come back. The call has no effect. */
  | 'throttled'
  /** The connection breaks before the answer is whole. */
  | 'cut'
  /** The answer of a read contradicts itself. */
  | 'corrupt'
  /** The service does not accept the credential. */
  | 'wrong-key'
  /** The call takes effect, and no answer comes: the connection breaks. */
  | 'lost-answer'
  /** No answer ever comes, and the connection stays. The call has no effect. */
  | 'hang';

/** The calls of the seam that send something. */
export type SeamCall = 'partitions' | 'locate' | 'read' | 'join' | 'heartbeat' | 'checkpoints' | 'save';

export interface Fault {
  readonly kind: FaultKind;
  readonly calls: readonly SeamCall[];
  /** How many requests it hits. Absent: all, until it is taken back. */
  readonly times?: number;
  /** Only for `throttled`; whole seconds. */
  readonly retryAfterMs?: number;
}

export interface Deviation {
  /** Id of the case, such as `read-17`. */
  readonly test: string;
  readonly reason: string;
}

/** What the runtime family takes of `@polylog/core`. */
export interface EngineDoors {
  readonly createConsumer: typeof createConsumer;
  readonly createMemoryBudget: typeof createMemoryBudget;
  readonly onEvent: typeof onEvent;
}
