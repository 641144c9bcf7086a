/**
 * `@polylog/core/driver`: the seam between the engine and a provider. Reading a log and belonging to a group are two
 * things, so there are two small interfaces. Users of the library never need this door; writers of drivers need no other.
 *
 * One call is one attempt: a driver does not retry, sleep, log or keep timers. It settles soon after `signal` aborts,
 * rejecting with `signal.reason`. It throws what it got; {@link LogDriver.classify} says what that means.
 */
import type { ErrorCode } from './errors/code.js';
import type { Position, StartPoint } from './position.js';
import type { Batch } from './record.js';

export {
  type ConfigContext,
  type ConfigKey,
  type ConfigSection,
  credentialsKey,
  type ProducerContext,
} from './config-section.js';
export { createGroupAdmin, type GroupAdminCalls, type GroupAdminParts } from './create-group-admin.js';
export type { ErrorCode } from './errors/code.js';
export { ConsumerError, type ConsumerErrorDetails, isConsumerError } from './errors/consumer-error.js';
export { type FileLock, lockFile } from './files/lock-file.js';
export { type BackoffOptions, backoffMs, pauseMs } from './flow/backoff.js';
export { type Clock, type Random, sleep, systemClock, systemRandom } from './flow/clock.js';
export { type Deferred, deferred, unlessAborted } from './flow/deferred.js';
export { onAbort } from './flow/on-abort.js';
export { type RetryRules, retry } from './flow/retry.js';
export { type Balancer, stickyBalancer } from './group/balancer.js';
export type {
  CheckpointRow,
  GroupActivity,
  GroupAdmin,
  GroupChanges,
  GroupCheckpoint,
  GroupDescription,
  GroupInfo,
  GroupMember,
  LagMeasure,
  NewGroup,
  PartitionInfo,
  PartitionLag,
  ResetReport,
  ResetRow,
  ResetSpec,
} from './group-admin.js';
export { guaranteeValues } from './guarantee-values.js';
export { mapProducer, untranslated } from './map-producer.js';
export type { FieldValue, Moment, NewRecord, RecordTime } from './new-record.js';
export { createEmitter } from './observe/channels.js';
export type { Emit, EventSource, UnsourcedEvent } from './observe/events.js';
export type { Logger } from './observe/logger.js';
export { loggerOption } from './observe/logger-option.js';
export { type Position, type StartPoint, toPosition } from './position.js';
export type {
  CloseReport,
  PortableRecord,
  Producer,
  ProducerRecord,
  SendReceipt,
  SendReport,
} from './producer.js';
export type { Batch, LogRecord } from './record.js';
export { nearestName } from './settings/nearest-name.js';
export { invalidOption } from './settings/option-values.js';

export interface CallOptions {
  /** Ends the call: it rejects with `signal.reason` soon after the abort. */
  readonly signal: AbortSignal;
  /** How long one request may take before it fails as `unavailable`, in milliseconds. Absent: the driver's default. */
  readonly timeoutMs?: number;
}

/** An ordered piece of a log: an SLS or LTS shard, a CLS topic partition. */
export interface Partition {
  /** Stable, and unique in the driver: `'3'`, `'<topicId>/4'`. Maps and sets are keyed by it. */
  readonly id: string;
  /** The logstore, topic or log stream it belongs to. */
  readonly stream: string;
  /** Split or merged away when it was listed: nothing is written to it any more. */
  readonly readOnly: boolean;
  /** Ids of the partitions it came from; empty where there are none or the service tells nothing. */
  readonly parents: readonly string[];
}

/** The exclusive end of what is to be read, by the service's receive time. */
export interface EndBound {
  readonly epochMs: number;
  /** The place of that time in this partition, once the service's own time has passed it. */
  readonly position?: Position;
}

export interface ReadOptions extends CallOptions {
  /** Largest body, before compression, that is accepted, in bytes. A larger one is `corrupt-data`. */
  readonly maxBytes: number;
  readonly until?: EndBound | undefined;
  /**
   * To be called once, when the real size is known and before anything is allocated or the body is read: all bytes that
   * the answer will hold at once (compressed, intermediate, raw). Resolves when memory for it is free; the request's
   * timeout does not run meanwhile. Rejects with the signal's reason.
   */
  readonly reserve: (bytes: number) => Promise<void>;
}

/** A batch as a driver returns it; the engine decides when its memory goes back. */
export interface DriverBatch extends Batch {
  /** The service's time when it answered (`Date`), epoch milliseconds; absent where it told none. */
  readonly servedAtMs?: number | undefined;
  /** The service's time when it received the newest record of the batch, epoch milliseconds; absent where it told none. */
  readonly newestReceivedAtMs?: number | undefined;
  /** Gives the buffers back; from then on every record throws `record-released`. Twice is harmless. */
  release(): void;
}

/** What a failure means to the engine. */
export interface Failure {
  readonly code: ErrorCode;
  /** One line for people: what was asked, what the service said, what to do. Holds no secret and no record content. */
  readonly message: string;
  /** What is unusable now: this call only, one partition, the membership, or every call with this credential. */
  readonly scope: 'call' | 'partition' | 'member' | 'credentials';
  readonly retryAfterMs?: number;
  readonly requestId?: string;
}

/** Facts about the service that the engine plans with. */
export interface Limits {
  /** Largest body one read can answer with, before compression, in bytes. */
  readonly maxBodyBytes: number;
  /** How exactly the service knows times of start and end, in milliseconds. */
  readonly timeResolutionMs: number;
  /** Shortest useful pause between two reads of a partition that is caught up, in milliseconds. */
  readonly minIdleMs: number;
  /** What the service accepts as a group's session timeout, in milliseconds. */
  readonly sessionTimeoutMs: { readonly min: number; readonly max: number };
  /** What the service accepts as pause between two heartbeats, in milliseconds; the engine takes no longer one than `max`. */
  readonly heartbeatMs: { readonly min: number; readonly max: number };
  /** Most heartbeats a second of all members of a process together, where the service counts calls. Absent: any number. */
  readonly heartbeatsPerSecond?: number;
}

/** What can differ between providers, as data. The engine refuses at start what a driver cannot promise, by name. */
export interface Guarantees {
  /** Strongest order the service keeps: inside a partition, or also from split parents to their children. */
  readonly order: 'partition' | 'lineage';
  /** Whether the service refuses a checkpoint of a member that has lost the partition. */
  readonly commit: 'fenced' | 'last-writer-wins' | 'unknown';
  /** Whether a heartbeat of a member that the service has forgotten is refused, or takes it in again without a word. */
  readonly forgotten: 'told' | 'silent';
  /** Whether leaving frees the partitions at once or only when the session has run out. */
  readonly leave: 'released' | 'after-timeout';
  /** Which time of a record start and end are compared with. */
  readonly time: 'receive' | 'event';
  /** Whether the service honours an end bound itself or the driver compares positions. */
  readonly endBound: 'native' | 'by-position';
  readonly groupCreation: 'by-member' | 'beforehand';
  readonly sessionTimeout: 'settable' | 'readable' | 'assumed';
  /** What the size of one read is counted in. */
  readonly readSize: 'log-groups' | 'bytes' | 'records';
  readonly lag: 'time' | 'records' | 'none';
  readonly members: 'listed' | 'hidden';
  readonly recordId: 'stable' | 'per-read';
  /** Whether the driver can tell that the service passed over records (`Batch.skipped`). */
  readonly skips: 'reported' | 'silent';
}

export interface GroupSpec {
  readonly group: string;
  /** Name of this member; two processes under one name are one member to the service. */
  readonly member: string;
  readonly sessionTimeoutMs: number;
  /** What the user named; absent means that any will do. */
  readonly order?: 'partition' | 'lineage';
  readonly create: 'if-missing' | 'never';
  readonly update: 'never' | 'if-different';
}

/** A setting of an existing group that differs from what was asked for; the server's value is in force. */
export interface GroupDifference {
  readonly setting: 'sessionTimeoutMs' | 'order';
  readonly wanted: string;
  readonly inForce: string;
}

export interface Assignment {
  /** Ids of all partitions this member is to work on now. */
  readonly partitions: readonly string[];
  /** The server's session timeout in force, which another member may have changed. */
  readonly sessionTimeoutMs: number;
  /** Whether the answer shows that partitions are changing hands, so that the next heartbeat should come soon. */
  readonly moving: boolean;
}

export interface Checkpoint {
  readonly partition: string;
  readonly position: Position;
}

export interface SavedCheckpoint {
  readonly position: Position;
  /** False where the service cannot tell a checkpoint from its own fallback (CLS, an empty partition). */
  readonly proven: boolean;
  readonly savedAtMs?: number;
}

export type SaveOutcome =
  | { readonly kind: 'saved' }
  /** Refused: the partition (scope `partition`) or the whole membership (scope `member`) is no longer ours. */
  | { readonly kind: 'lost'; readonly failure: Failure }
  /** Not stored, for a reason that `failure.code` tells; the engine reacts by its table. */
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The log itself. */
export interface LogDriver {
  /** Name of the provider for people and metrics: `'alibaba-sls'`. */
  readonly provider: string;
  readonly limits: Limits;
  /** What of the guarantees holds whatever a join brings, so that what a user requires can be refused before it. */
  readonly guarantees?: Partial<Guarantees>;

  /** All partitions there are, read-only ones included, in the service's order. An empty log gives an empty list. */
  partitions(options: CallOptions): Promise<readonly Partition[]>;

  /**
   * The position of `start` in each of the given partitions, keyed by id; none may be missing. `earliest` is the oldest
   * record kept, `latest` the place after the newest, a time the first record received at or after it (rounded down to
   * the service's resolution, so that nothing is missed). Several requests are allowed.
   */
  locate(
    partitions: readonly Partition[],
    start: StartPoint,
    options: CallOptions,
  ): Promise<ReadonlyMap<string, Position>>;

  /**
   * Reads what is there at `from`, waiting for new records at most about a second. A batch without records is fine and
   * may still move `next`. `ended` is said only where `partition.readOnly` was already true (or the end bound is
   * reached): the listing must be older than the read. An expired or foreign position rejects as `position-lost`, never
   * reads from elsewhere. A body that lies about itself rejects as `corrupt-data`, before more than `maxBytes` is held.
   */
  read(partition: Partition, from: Position, options: ReadOptions): Promise<DriverBatch>;

  /**
   * Becomes a member of a group, creating the group where the spec allows. May be several requests. Rejects with
   * `not-found` for a missing group that may not be created, with `invalid-argument` for an order that the user named and
   * the group does not have.
   */
  join(spec: GroupSpec, options: CallOptions): Promise<Membership>;

  /** What a thrown value means. Pure and total: it never throws, and answers `unknown` for what it has never seen. */
  classify(error: unknown): Failure;

  /** Releases sockets and timers. Calls in flight reject. */
  close?(): Promise<void>;
}

/** One member's view of a consumer group. */
export interface Membership {
  readonly guarantees: Guarantees;
  /** The service's time at the join, epoch milliseconds. */
  readonly joinedAtMs: number;
  /**
   * Only from a driver whose service tells no parents: by that time, epoch milliseconds, any partition without a checkpoint begins,
   * whatever the user named, for it may be a child of one that the group was reading then.
   */
  readonly startsByMs?: number;
  /** Where an existing group differs from the spec. */
  readonly differences: readonly GroupDifference[];

  /**
   * Keeps the lease. `holding` is everything still worked on (starting, reading, draining, ended); leaving an id out
   * gives it up. The answer is the complete list of what to work on. Rejects as `lease-lost` with scope `member` where
   * the service says that it does not know this member any more (`Guarantees.forgotten`); the next heartbeat, with `[]`,
   * then registers anew.
   */
  heartbeat(holding: readonly string[], options: CallOptions): Promise<Assignment>;

  /**
   * The group's checkpoints of the given partitions; absent = none. The ids may name partitions that other members hold.
   */
  checkpoints(ids: readonly string[], options: CallOptions): Promise<ReadonlyMap<string, SavedCheckpoint>>;

  /**
   * Stores checkpoints, never by force, and says of each what became of it; no id may be missing in the answer. Rejects
   * only when the call failed as a whole and nothing is known of any of them.
   */
  save(checkpoints: readonly Checkpoint[], options: CallOptions): Promise<ReadonlyMap<string, SaveOutcome>>;

  /**
   * The last call of a membership. Says whether the partitions are free at once or when the session has run out; sends
   * nothing where the service has no such call.
   */
  leave(options: CallOptions): Promise<'released' | 'after-timeout'>;
}
