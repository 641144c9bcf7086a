import type { CallOptions, Clock, ErrorCode, Guarantees, LogDriver, Position } from '@polylog/core/driver';
import type { CallName } from './schedule.js';

/**
 * The log under the simulation: what its members read through a driver, and what the witness knows of it. Records are told
 * by their number in their partition, the first being 0, which is also their field `n`.
 */
export interface SimulatedLog {
  readonly guarantees: Pick<Guarantees, 'order' | 'commit' | 'forgotten'>;
  /** Whether readers are told whose place a partition takes. */
  readonly tellsParents: boolean;
  /** Whether a reader of what has expired is given what is kept, and nobody is told. */
  readonly jumpsExpired: boolean;
  /** Whether a partition that is closed, and of which everything has expired, is still dealt, so that somebody is told. */
  readonly dealsEmpty: boolean;
  /** How exactly it knows the times of start and end, milliseconds. */
  readonly timeResolutionMs: number;
  /** About what one record with its number costs a reader in memory, in fifths of what it costs the log in memory. */
  readonly recordBytes: number;
  /** What of it was drawn from the seed, for people. */
  readonly title: string;
  partitionIds(): readonly string[];
  partition(id: string): SimulatedPartition;
  append(partition: string, count: number): void;
  /** Or makes partitions appear, where the service has no more than that. */
  split(partition: string): void;
  /** Joins the first two partitions that can be joined, if there are any. */
  merge(): void;
  /** Forgets the oldest records. */
  trim(partition: string, count: number): void;
  /** The group of all members, once one has joined. */
  group(): SimulatedGroup | undefined;
  /** The number of the record at a position of a partition, or after its last one. */
  indexOf(partition: string, position: Position): number;
  /** A driver of a process of its own, which meets the service by `passage`. */
  driver(passage: Passage): LogDriver;
}

export interface SimulatedPartition {
  /** Whose place it takes, also where no reader is told. */
  readonly parents: readonly string[];
  /** Closed for writing by a split or a merge. */
  readonly sealed: boolean;
  /** The oldest record kept. */
  readonly begin: number;
  /** Behind the newest. */
  readonly end: number;
  /** Epoch milliseconds. */
  receivedAtMs(index: number): number | undefined;
}

export interface SimulatedCheckpoint {
  readonly index: number;
  readonly savedBy: string | undefined;
  /** Whether the service lets anybody know that it is one: of an empty partition, not each does. */
  readonly provable: boolean;
}

export interface SimulatedGroup {
  checkpoints(): ReadonlyMap<string, SimulatedCheckpoint>;
  owner(partition: string): string | undefined;
  members(): readonly string[];
  /** Forgets a member, as after a timeout. */
  evict(member: string): void;
  /** As an administrator does: no member is asked. */
  reset(partition: string, index: number): void;
}

/** How a process meets the service: what it sends may be refused or lost, and its machine may stand still meanwhile. */
export interface Passage {
  /** Of the process's machine. */
  readonly clock: Clock;
  /** Resolves when its machine moves. */
  awake(): Promise<void>;
  exchange<T>(call: CallName, options: CallOptions, exchange: Exchange<T>): Promise<T>;
}

/** One request and its answer. */
export interface Exchange<T> {
  /** The member that it is about, where it says so. */
  readonly member?: string | undefined;
  /** Takes effect. */
  send(): T | Promise<T>;
  /** How the service refuses it; has no effect. Throws, or is an answer. */
  refused(code: ErrorCode): T;
  /** What the caller sees of an answer that was lost. */
  lost(code: ErrorCode): Error;
  /** What the caller sees of a service that does not answer. */
  silent(afterMs: number): Error;
}
