import type { CallOptions, Partition, SavedCheckpoint } from './driver.js';
import type { Position, StartPoint } from './position.js';

/**
 * A provider's second, optional door: what an administrator does with consumer groups and partitions. The same over all
 * providers; what a service has no call for rejects as `unsupported`, naming the provider and the operation.
 *
 * Nobody stands between it and the user, so it rejects with `ConsumerError`s (with `signal.reason` once the signal has
 * aborted). Nothing is repeated: what is `throttled` or `unavailable` is the caller's to try again. A missing group
 * rejects as `not-found` from every method that names one. Several requests a call are allowed.
 */
export interface GroupAdmin {
  /** Name of the provider for people: `'alibaba-sls'`. */
  readonly provider: string;

  /** All groups over the streams that the door was opened for. */
  listGroups(options: CallOptions): Promise<readonly GroupInfo[]>;

  /** One group, and what is known of its members. */
  describeGroup(group: string, options: CallOptions): Promise<GroupDescription>;

  /** Rejects with `invalid-argument` where there is a group of that name already; it is not changed then. */
  createGroup(group: NewGroup, options: CallOptions): Promise<void>;

  /** Changes what is named and nothing else, for all members at once. */
  updateGroup(group: string, changes: GroupChanges, options: CallOptions): Promise<void>;

  /** Its checkpoints go with it; members that are alive stop with `not-found`. */
  deleteGroup(group: string, options: CallOptions): Promise<void>;

  /** Everybody whose session has not run out. `unsupported` where the service keeps them to itself (SLS, CLS, LTS). */
  members(group: string, options: CallOptions): Promise<readonly GroupMember[]>;

  /** A row for every partition there is, in the service's order, also for those without a checkpoint. */
  checkpoints(group: string, options: CallOptions): Promise<readonly CheckpointRow[]>;

  /**
   * Writes checkpoints whoever holds the partitions. A member that is alive goes on from where it is and overwrites them
   * with its next save, so stop all members first; {@link ResetReport.activity} tells what is known of them.
   *
   * Everything is checked before anything is written: a partition that does not exist is `not-found`, a position that is
   * not kept in its partition `position-lost`. If some of the writes fail it rejects with the first failure's code and
   * names what was written and what was not; the same call again is harmless.
   */
  reset(group: string, spec: ResetSpec, options: CallOptions): Promise<ResetReport>;

  /** A row for every partition there is, in the service's order. */
  lag(group: string, options: CallOptions): Promise<readonly PartitionLag[]>;

  /** All partitions there are, read-only ones included, in the service's order. */
  partitions(options: CallOptions): Promise<readonly PartitionInfo[]>;

  /**
   * Splits a partition, which is read-only from then on. Answers its children.
   * @param at Hash key of the right-hand child's first record, where the service has keys; absent: the middle.
   */
  splitPartition(partition: string, options: CallOptions & { readonly at?: string }): Promise<readonly PartitionInfo[]>;

  /** Merges two neighbours, which are read-only from then on. Answers the child. */
  mergePartitions(left: string, right: string, options: CallOptions): Promise<PartitionInfo>;

  /** Releases the sockets. Calls in flight reject. Twice is harmless. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface GroupInfo {
  readonly name: string;
  /** A member without a heartbeat for that long loses its partitions; absent where the service does not tell. */
  readonly sessionTimeoutMs?: number;
  /** Whether children of a split or merge wait for their parents (`lineage`); absent where the service does not tell. */
  readonly order?: 'partition' | 'lineage';
  /** The logstore, topics or log stream that it reads. */
  readonly streams: readonly string[];
}

export interface GroupDescription extends GroupInfo {
  readonly activity: GroupActivity;
}

/** Whether somebody is at work in a group, as far as the service tells. */
export type GroupActivity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'active'; readonly members: readonly string[] }
  /**
   * The service does not list members. Those in `savedLately` have saved a checkpoint within the last session, so they
   * are most likely alive; an empty list proves nothing, because a member that waits for records saves nothing.
   */
  | { readonly kind: 'unknown'; readonly savedLately: readonly string[] };

export interface NewGroup {
  readonly name: string;
  /** In milliseconds; rounded up to what the service counts in. */
  readonly sessionTimeoutMs: number;
  /** @defaultValue 'partition' */
  readonly order?: 'partition' | 'lineage';
  /** @defaultValue all streams that the door was opened for */
  readonly streams?: readonly string[];
}

export interface GroupChanges {
  readonly sessionTimeoutMs?: number;
  readonly order?: 'partition' | 'lineage';
  readonly streams?: readonly string[];
}

export interface GroupMember {
  readonly name: string;
  /** Ids of the partitions that are its own now. */
  readonly partitions: readonly string[];
}

/** A checkpoint as an administrator sees it. */
export interface GroupCheckpoint extends SavedCheckpoint {
  /** Name of the member that wrote it; absent where the service does not tell, or where it was a reset. */
  readonly savedBy?: string;
}

export interface CheckpointRow {
  readonly partition: string;
  /** Absent where there is none. */
  readonly checkpoint?: GroupCheckpoint;
}

/** What to write, and whether to write it. */
export type ResetSpec = {
  /** Whether only to tell what would be written; everything is looked up and checked all the same. */
  readonly dryRun: boolean;
} & (
  | {
      readonly to: StartPoint;
      /** Ids. @defaultValue all partitions there are, read-only ones included */
      readonly partitions?: readonly string[];
    }
  | {
      /** By partition id; the other partitions are left alone. */
      readonly to: { readonly positions: Readonly<Record<string, Position>> };
      readonly partitions?: never;
    }
);

export interface ResetReport {
  readonly dryRun: boolean;
  /** As it was before anything was written. A reset is safe only when it is `idle`, or when you have stopped all members. */
  readonly activity: GroupActivity;
  /** In the service's order; a dry run answers the same ones. */
  readonly rows: readonly ResetRow[];
}

export interface ResetRow {
  readonly partition: string;
  /** Absent where there was none. */
  readonly before?: GroupCheckpoint;
  readonly after: Position;
  /**
   * `back`: records are processed again. `ahead`: records are passed over. `first`: there was no checkpoint before.
   * `unknown`: the provider cannot compare the two, for example because the old one has expired.
   */
  readonly move: 'first' | 'back' | 'ahead' | 'nowhere' | 'unknown';
}

export interface PartitionLag {
  readonly partition: string;
  /**
   * What it is counted from. `beginning`: there is no checkpoint, so from the oldest record kept. `lost-checkpoint`: the
   * checkpoint is not in the partition any more (expired, or of another log), so from the oldest record kept as well; a
   * consumer that starts there stops as `position-lost`.
   */
  readonly since: 'checkpoint' | 'beginning' | 'lost-checkpoint';
  /** Every way in which the provider can tell it, the most exact one first; at least one. */
  readonly measures: readonly [LagMeasure, ...LagMeasure[]];
}

/** How far behind. Zero where nothing waits. */
export type LagMeasure =
  /** From the newest record done (else the oldest kept) to the service's now, in milliseconds, as exact as its times are. */
  | { readonly basis: 'time-ms'; readonly value: number }
  /**
   * How many wait. A log group is what one write brought: one record or thousands. What an offset counts the service does
   * not say (CLS).
   */
  | { readonly basis: 'records' | 'log-groups' | 'offsets'; readonly value: bigint };

export interface PartitionInfo extends Partition {
  /** The hash keys that it takes, hexadecimal, where the service has them; the end is not its own, unless it is the last one there is. */
  readonly keys?: { readonly from: string; readonly to: string };
}
