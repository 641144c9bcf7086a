import type { CommitRule } from '../store/two-step-assignment.js';
import { createSwitchSet, type SwitchSet } from '../switches/switch-set.js';

/** What the service's documents leave open; the defaults are what the vendor's own clients work with. */
export interface ClsSwitches {
  /** What an offset counts: log groups, logs, or bytes. Default groups, one after the other. */
  readonly offsets: 'dense' | 'per-log' | 'bytes';
  /** The first offset of each partition. Default 0. */
  readonly offsetBase: bigint;
  /** What stands in `Log.time` of a pull. Default: what was uploaded. */
  readonly logTime: 'as-uploaded' | 'microseconds';
  /** Unit of the envelope's own time. */
  readonly envelopeTime: 'milliseconds' | 'seconds' | 'microseconds';
  /** What `Size` of a pull counts. */
  readonly pullSize: 'bytes' | 'groups';
  /** A smaller `Size` is refused. Default 0: none is. */
  readonly pullMinBytes: number;
  /** More than this is never given, unless one log group alone is larger. Default 10 MiB. */
  readonly pullMaxBytes: number;
  /** `Message` of a pull without log groups. */
  readonly emptyMessage: 'list' | 'null';
  /** `NextOffset` of a pull without log groups before its end, if it has one: the place itself, 0, or -1. */
  readonly caughtUp: 'position' | 'zero' | 'minus-one';
  /** When a pull with an `EndTime` says -1: once it found nothing, or already beside the last log groups. */
  readonly endOfRange: 'on-empty-page' | 'with-data';
  /** What `StartTime` is for: the place, where `StartOffset` is negative; also a filter over every pull; nothing. */
  readonly startTime: 'positions' | 'filters' | 'ignored';
  /** The time that `StartTime`, `EndTime` and `From` are about: of receipt, or of each group's first log. */
  readonly timeBasis: 'received' | 'logged';
  /** Status of a pull at an offset that is not there (any more). Default 400. */
  readonly invalidOffsetStatus: number;
  /** Its code. Default `InvalidOffset`. */
  readonly invalidOffsetCode: string;
  /** A pull that asks for no compression: answered in plain JSON, or refused. */
  readonly plainPull: 'json' | 'refused';
  /** Who may commit: anybody; the owner and whoever still reports the partition; the owner alone, while it is told of it. */
  readonly commits: CommitRule;
  /** Code of a commit by anybody else. Default `FailedOperation`. */
  readonly commitRefusedCode: string;
  /** A commit of -1. */
  readonly minusOneCommit: 'ignored' | 'stored';
  /** `OffsetType` of DescribeConsumerOffsets: 1 always resolves `From`; a service that takes no notice; one that refuses it. */
  readonly offsetType: 'known' | 'ignored' | 'refused';
  /** DescribeConsumerOffsets without a topic: about all of the group, or refused. */
  readonly withoutTopic: 'all' | 'refused';
  /** DescribeConsumerOffsets without a partition, or with -1: about all, about those with a committed offset, or refused. */
  readonly withoutPartition: 'all' | 'committed' | 'refused';
  /** Code of "consumer group already exists". Default `InvalidParameter`. */
  readonly groupExistsCode: string;
  /** Default `ResourceNotFound`. */
  readonly unknownGroupCode: string;
  /** Default `ResourceNotFound.TopicNotExist`. */
  readonly unknownTopicCode: string;
  /** Default `ResourceNotFound.PartitionNotExist`. */
  readonly unknownPartitionCode: string;
  /** Where API 3.0 takes a session token from: either header, or only `X-TC-Token`. */
  readonly tokenHeader: 'either' | 'standard';
  /** Whether the partitions of all topics of a group are dealt as one pool, or each topic's on its own. */
  readonly pool: 'group' | 'topic';
  /** How long a partition that is asked back waits for its owner, in seconds. Default 0: until the owner is silent for the timeout. */
  readonly releaseWaitSeconds: number;
  /** Most logsets, and most topics in all of them. Default 0: no limit. */
  readonly maxLogsets: number;
  readonly maxTopics: number;
  /** Most groups of a logset. Default 0: no limit. */
  readonly maxGroups: number;
  /** Most consumers of a group. Default 0: no limit. */
  readonly maxConsumers: number;
  /** Most logs of a log group. Default 10,000. */
  readonly maxGroupLogs: number;
  /** Most bytes of one value of a log. Default 1 MiB. */
  readonly maxValueBytes: number;
}

export const clsSwitches: SwitchSet<ClsSwitches> = createSwitchSet({
  offsets: { standard: 'dense', others: ['per-log', 'bytes'] },
  // One that keeps a vendor's library from ever sending -1, one that no double holds, and one near the end of int64.
  offsetBase: { standard: 0n, others: [1n, 2n ** 53n + 1n, 2n ** 62n], open: true },
  logTime: { standard: 'as-uploaded', others: ['microseconds'] },
  envelopeTime: { standard: 'milliseconds', others: ['seconds', 'microseconds'] },
  pullSize: { standard: 'bytes', others: ['groups'] },
  pullMinBytes: { standard: 0, others: [2 * 1024 * 1024], open: true },
  pullMaxBytes: { standard: 10 * 1024 * 1024, others: [2_000], open: true },
  emptyMessage: { standard: 'list', others: ['null'] },
  caughtUp: { standard: 'position', others: ['zero', 'minus-one'] },
  endOfRange: { standard: 'on-empty-page', others: ['with-data'] },
  startTime: { standard: 'positions', others: ['filters', 'ignored'] },
  timeBasis: { standard: 'received', others: ['logged'] },
  invalidOffsetStatus: { standard: 400, others: [404, 416], open: true },
  invalidOffsetCode: { standard: 'InvalidOffset', others: ['invalidoffset', 'InvalidParam.InvalidOffset'], open: true },
  plainPull: { standard: 'json', others: ['refused'] },
  commits: { standard: 'last-writer-wins', others: ['fenced', 'strict'] },
  commitRefusedCode: { standard: 'FailedOperation', others: ['OperationDenied', 'InvalidParameter'], open: true },
  minusOneCommit: { standard: 'ignored', others: ['stored'] },
  offsetType: { standard: 'known', others: ['ignored', 'refused'] },
  withoutTopic: { standard: 'all', others: ['refused'] },
  withoutPartition: { standard: 'all', others: ['committed', 'refused'] },
  groupExistsCode: {
    standard: 'InvalidParameter',
    others: ['InvalidParameter.DbDuplication', 'FailedOperation', 'ResourceInUse'],
    open: true,
  },
  unknownGroupCode: { standard: 'ResourceNotFound', others: ['ResourceNotFound.ConsumerGroupNotExist'], open: true },
  unknownTopicCode: { standard: 'ResourceNotFound.TopicNotExist', others: ['ResourceNotFound'], open: true },
  unknownPartitionCode: { standard: 'ResourceNotFound.PartitionNotExist', others: ['ResourceNotFound'], open: true },
  tokenHeader: { standard: 'either', others: ['standard'] },
  pool: { standard: 'group', others: ['topic'] },
  releaseWaitSeconds: { standard: 0, others: [10], open: true },
  maxLogsets: { standard: 0, others: [20], open: true, administrative: true },
  maxTopics: { standard: 0, others: [20], open: true, administrative: true },
  maxGroups: { standard: 0, others: [20], open: true },
  maxConsumers: { standard: 0, others: [100], open: true },
  maxGroupLogs: { standard: 10_000, others: [1_000], open: true },
  maxValueBytes: { standard: 1024 * 1024, others: [500_000], open: true },
});
