import type { MemberStatus } from './consumer-status.js';
import type { PartitionReport, PartitionWorker } from './partition/worker.js';

/** A running consumer, with a group or without. */
export interface Session {
  /** Resolves when there is nothing left to read; rejects with the first fatal error. */
  readonly finished: Promise<void>;
  /** Drains, saves and leaves; stops waiting when `deadline` aborts. Never rejects. */
  stop(deadline: AbortSignal): Promise<void>;
  /** Of the partitions held, or that were held when the stop began. */
  reports(): Readonly<Record<string, PartitionReport>>;
  workers(): readonly PartitionWorker[];
  members(): readonly MemberStatus[];
}
