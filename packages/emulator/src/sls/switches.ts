import { createSwitchSet, type SwitchSet } from '../switches/switch-set.js';

/** What the service's documents leave open, as switches; the defaults are what the vendors' own clients work with. */
export interface SlsSwitches {
  /** How long after a member or shard has come or gone the group is dealt anew, in milliseconds. Default 0. */
  readonly balancingLagMs: number;
  /** Whether a shard that its holder was told of and reports no longer is free at once. Default false: after the timeout. */
  readonly freeUnreported: boolean;
  /** Status of `ConsumerNotMatch`. Default 400. */
  readonly consumerNotMatchStatus: number;
  /** Status of `ConsumerNotExist`. Default 404. */
  readonly consumerNotExistStatus: number;
  /** Answer to a cursor that has expired: one of two codes, or, silently, what the oldest cursor would give. */
  readonly expiredCursor: 'InvalidCursor' | 'ParameterInvalid' | 'skip-to-oldest';
  /** Status of a refused cursor. Default 400. */
  readonly expiredCursorStatus: number;
  /** When a pull says `x-log-end-of-cursor: 1`: it reached the tail (default), it found nothing there, or no such header at all. */
  readonly endOfCursor: 'at-tail' | 'when-empty' | 'never';
  /** Largest body of one pull before compression, in bytes, unless its first log group alone is larger. Default 4 MiB. */
  readonly pullMaxBytes: number;
  /** Which side zeros go to where a hash key has fewer than 32 digits. Default right. */
  readonly shortHashKey: 'pad-right' | 'pad-left' | 'refuse';
  /** Status of `IndexConfigNotExist` where an index is asked for; searching without one is 400 always. Default 404 (reference: 400). */
  readonly indexNotExistStatus: number;
  /** Status of `ShipperNotExist`. Default 404 (reference: 400). */
  readonly shipperNotExistStatus: number;
  /** Code of a machine group that does not exist. Default what the vendor's clients look for. */
  readonly machineGroupNotExistCode: 'GroupNotExist' | 'MachineGroupNotExist';
  /** How often a query or histogram is answered half way, as `Incomplete`, before it is complete. Default 0. */
  readonly incompleteAnswers: number;
  /** Content type of answers without a body; empty (default) sends none. */
  readonly emptyBodyContentType: string;
  /** Largest put before compression, in bytes. Default 10 MiB (reference: 3 MB). */
  readonly putMaxBytes: number;
  /** Most logs of one put. Default 4096. */
  readonly putMaxLogs: number;
  /** Status of `PostBodyTooLarge`. Default 413 (also documented: 400). */
  readonly putTooLargeStatus: number;
  /** Most projects of the account. Default 50. */
  readonly maxProjects: number;
  /** Most logstores of a project. Default 200. */
  readonly maxLogstores: number;
  /** Most shards of a project that can be written to. Default 400. */
  readonly maxShards: number;
  /** Most Logtail configurations of a project. Default 200 (older: 100). */
  readonly maxConfigs: number;
  /** Most machine groups of a project. Default 200. */
  readonly maxMachineGroups: number;
  /** Most consumer groups of a logstore. Default 30 (also documented: 20). */
  readonly maxConsumerGroups: number;
}

export const slsSwitches: SwitchSet<SlsSwitches> = createSwitchSet({
  balancingLagMs: { standard: 0, others: [5_000], open: true },
  freeUnreported: { standard: false, others: [true] },
  consumerNotMatchStatus: { standard: 400, others: [403, 404], open: true },
  consumerNotExistStatus: { standard: 404, others: [400], open: true },
  expiredCursor: { standard: 'InvalidCursor', others: ['ParameterInvalid', 'skip-to-oldest'] },
  expiredCursorStatus: { standard: 400, others: [404], open: true },
  endOfCursor: { standard: 'at-tail', others: ['when-empty', 'never'] },
  pullMaxBytes: { standard: 4 * 1024 * 1024, others: [2_000], open: true },
  shortHashKey: { standard: 'pad-right', others: ['pad-left', 'refuse'] },
  indexNotExistStatus: { standard: 404, others: [400], open: true, administrative: true },
  shipperNotExistStatus: { standard: 404, others: [400], open: true, administrative: true },
  machineGroupNotExistCode: { standard: 'GroupNotExist', others: ['MachineGroupNotExist'], administrative: true },
  incompleteAnswers: { standard: 0, others: [2], open: true, administrative: true },
  emptyBodyContentType: { standard: '', others: ['application/json'], open: true },
  putMaxBytes: { standard: 10 * 1024 * 1024, others: [3_000_000], open: true },
  putMaxLogs: { standard: 4096, others: [1_024], open: true },
  putTooLargeStatus: { standard: 413, others: [400], open: true },
  maxProjects: { standard: 50, others: [1], open: true, administrative: true },
  maxLogstores: { standard: 200, others: [1], open: true, administrative: true },
  maxShards: { standard: 400, others: [2], open: true, administrative: true },
  maxConfigs: { standard: 200, others: [100], open: true, administrative: true },
  maxMachineGroups: { standard: 200, others: [1], open: true, administrative: true },
  maxConsumerGroups: { standard: 30, others: [20], open: true, administrative: true },
});
