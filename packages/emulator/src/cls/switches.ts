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
  /** `NextOffset` of a pull without log groups that has no end: the place itself, 0, or -1. */
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
  readonly commits: 'last-writer-wins' | 'fenced' | 'strict';
  /** Code of a commit by anybody else. Default `FailedOperation`. */
  readonly commitRefusedCode: string;
  /** A commit of -1. */
  readonly minusOneCommit: 'ignored' | 'stored';
  /** `OffsetType` of DescribeConsumerOffsets: 1 always resolves `From`; a service that takes no notice; one that refuses it. */
  readonly offsetType: 'known' | 'ignored' | 'refused';
  /** DescribeConsumerOffsets without a topic: about all of the group, or refused. */
  readonly withoutTopic: 'all' | 'refused';
  /** DescribeConsumerOffsets without a partition, or with -1: about all, or refused. */
  readonly withoutPartition: 'all' | 'refused';
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
  /** Most groups of a logset. Default 0: no limit. */
  readonly maxGroups: number;
  /** Most consumers of a group. Default 0: no limit. */
  readonly maxConsumers: number;
}

const defaultSwitches: ClsSwitches = {
  offsets: 'dense',
  offsetBase: 0n,
  logTime: 'as-uploaded',
  envelopeTime: 'milliseconds',
  pullSize: 'bytes',
  pullMinBytes: 0,
  pullMaxBytes: 10 * 1024 * 1024,
  emptyMessage: 'list',
  caughtUp: 'position',
  endOfRange: 'on-empty-page',
  startTime: 'positions',
  timeBasis: 'received',
  invalidOffsetStatus: 400,
  invalidOffsetCode: 'InvalidOffset',
  plainPull: 'json',
  commits: 'last-writer-wins',
  commitRefusedCode: 'FailedOperation',
  minusOneCommit: 'ignored',
  offsetType: 'known',
  withoutTopic: 'all',
  withoutPartition: 'all',
  groupExistsCode: 'InvalidParameter',
  unknownGroupCode: 'ResourceNotFound',
  unknownTopicCode: 'ResourceNotFound.TopicNotExist',
  unknownPartitionCode: 'ResourceNotFound.PartitionNotExist',
  tokenHeader: 'either',
  pool: 'group',
  releaseWaitSeconds: 0,
  maxGroups: 0,
  maxConsumers: 0,
};

export const clsSwitches: SwitchSet<ClsSwitches> = createSwitchSet(defaultSwitches, {
  offsets: ['dense', 'per-log', 'bytes'],
  logTime: ['as-uploaded', 'microseconds'],
  envelopeTime: ['milliseconds', 'seconds', 'microseconds'],
  pullSize: ['bytes', 'groups'],
  emptyMessage: ['list', 'null'],
  caughtUp: ['position', 'zero', 'minus-one'],
  endOfRange: ['on-empty-page', 'with-data'],
  startTime: ['positions', 'filters', 'ignored'],
  timeBasis: ['received', 'logged'],
  plainPull: ['json', 'refused'],
  commits: ['last-writer-wins', 'fenced', 'strict'],
  minusOneCommit: ['ignored', 'stored'],
  offsetType: ['known', 'ignored', 'refused'],
  withoutTopic: ['all', 'refused'],
  withoutPartition: ['all', 'refused'],
  tokenHeader: ['either', 'standard'],
  pool: ['group', 'topic'],
});
