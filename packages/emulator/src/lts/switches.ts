import type { CommitRule } from '../store/two-step-assignment.js';
import { createSwitchSet, type SwitchSet } from '../switches/switch-set.js';

/** What the service's documents leave open; the defaults are what the vendor's own clients work with. */
export interface LtsSwitches {
  /** Which signatures are let in where: any anywhere, or on the access node only its own, and on the gateway the other two. */
  readonly signatures: 'any' | 'own';
  /** Where the access node takes a security token from. */
  readonly tokenHeader: 'either' | 'SecurityToken' | 'X-Security-Token';
  /** What a cursor is: the time of receipt in nanoseconds, moved on where it is taken; or a count of logs. */
  readonly cursors: 'receive-time' | 'dense';
  /** The first cursor of each shard, where cursors are a count. Default 1. */
  readonly firstCursor: bigint;
  /** `next` of a pull without logs: the place itself, 0, or not there. */
  readonly caughtUp: 'position' | 'zero' | 'absent';
  /** JSON type of `next`: early revisions of the vendor's library expect a text. */
  readonly nextType: 'integer' | 'text';
  /** A pull with an empty `start`. */
  readonly emptyStart: 'begin' | 'end' | 'refused';
  /** Whether a pull may give the log at `end`. */
  readonly endCursor: 'exclusive' | 'inclusive';
  /** A `limit` out of range: the nearest one, or refused. */
  readonly limit: 'clamped' | 'refused';
  /** Smallest `limit`. Default 1. */
  readonly leastLimit: number;
  /** More bytes of logs than this are never given, unless one log alone is larger. Default 10 MiB. */
  readonly pullMaxBytes: number;
  /** Whether a pull is compressed for those who accept gzip. */
  readonly gzip: 'never' | 'when-accepted';
  /** Whether a pull tells the size of its body beforehand, or comes in chunks. */
  readonly bodySize: 'told' | 'chunked';
  /** How a shard moves: once its old consumer no longer reports it, or at once. */
  readonly handOver: 'two-step' | 'at-once';
  /** How shards are dealt: with as few moves as an even share allows, or anew at each change, in turn. */
  readonly assignment: 'sticky' | 'in-turn';
  /** Timeout of a group that is created without one, in seconds. Default 60. */
  readonly standardTimeoutSeconds: number;
  /** Smallest timeout of a group, in seconds. Default 1. */
  readonly leastTimeoutSeconds: number;
  /** Largest timeout of a group, in seconds. Default 3600. */
  readonly mostTimeoutSeconds: number;
  /** Who may commit: anybody; the owner and whoever still reports the shard; the owner alone, while it is told of it. */
  readonly commits: CommitRule;
  /** Status of a commit by anybody else. Default 400. */
  readonly commitRefusedStatus: number;
  /** Its code. Default `LTS.0009`. */
  readonly commitRefusedCode: string;
  /** A commit below the stored one. */
  readonly lowerCommit: 'stored' | 'ignored' | 'refused';
  /** A consumer group that does not exist: refused, or created by the first call that names it. */
  readonly unknownGroup: 'refused' | 'created';
  /** Default 404. With 200 an error is only told by its shape. */
  readonly unknownGroupStatus: number;
  readonly unknownGroupCode: string;
  /** Default 404. */
  readonly unknownShardStatus: number;
  readonly unknownShardCode: string;
  readonly groupExistsCode: string;
  /** Code of a throttled call, whose status is 429. */
  readonly throttledCode: string;
  /** Unit of `update_time` of a checkpoint. */
  readonly updateTimeUnit: 'milliseconds' | 'seconds' | 'nanoseconds';
  /** Unit of `create_time` of a consumer group. */
  readonly createTimeUnit: 'milliseconds' | 'seconds' | 'nanoseconds';
  /** Unit of `cursor_time`. */
  readonly cursorTimeUnit: 'nanoseconds' | 'milliseconds' | 'seconds';
  /** What the text `result` of the list of shards holds: ids as texts, ids as numbers, or objects. */
  readonly shardList: 'texts' | 'numbers' | 'objects';
  /** Built-in fields among the labels of a pulled log: as texts, as numbers where they are numbers, or none. */
  readonly builtInFields: 'texts' | 'numbers' | 'none';
  /** The label that the text of a log is under. */
  readonly contentLabel: 'log_content' | 'content';
  /** What happens to the old shards of a stream that gets more: nothing, or nothing is written to them any more. */
  readonly shardGrowth: 'added' | 'replaced';
  /** Whether logs are forgotten that are older than their stream's days. */
  readonly retention: 'none' | 'ttl';
  /** Whether the access node's cursor call knows `begin` and `end`. */
  readonly cursorNames: 'known' | 'refused';
  /** Most bytes of a pushed log: of its text, or of its pairs. Default 1 MiB. */
  readonly maxLogBytes: number;
  /** A pushed log whose time is more than two days off. */
  readonly oldLogs: 'dropped' | 'kept';
}

export const ltsSwitches: SwitchSet<LtsSwitches> = createSwitchSet({
  signatures: { standard: 'any', others: ['own'] },
  tokenHeader: { standard: 'either', others: ['SecurityToken', 'X-Security-Token'] },
  cursors: { standard: 'receive-time', others: ['dense'] },
  // One that no double holds, and one near the end of int64.
  firstCursor: { standard: 1n, others: [2n ** 53n + 1n, 2n ** 62n], open: true },
  caughtUp: { standard: 'position', others: ['zero', 'absent'] },
  nextType: { standard: 'integer', others: ['text'] },
  emptyStart: { standard: 'begin', others: ['end', 'refused'] },
  endCursor: { standard: 'exclusive', others: ['inclusive'] },
  limit: { standard: 'clamped', others: ['refused'] },
  leastLimit: { standard: 1, others: [10], open: true },
  pullMaxBytes: { standard: 10 * 1024 * 1024, others: [2_000], open: true },
  gzip: { standard: 'never', others: ['when-accepted'] },
  bodySize: { standard: 'told', others: ['chunked'] },
  handOver: { standard: 'two-step', others: ['at-once'] },
  assignment: { standard: 'sticky', others: ['in-turn'] },
  standardTimeoutSeconds: { standard: 60, others: [30, 300], open: true },
  leastTimeoutSeconds: { standard: 1, others: [10], open: true },
  mostTimeoutSeconds: { standard: 3600, others: [86_400], open: true },
  commits: { standard: 'last-writer-wins', others: ['fenced', 'strict'] },
  commitRefusedStatus: { standard: 400, others: [403, 409], open: true },
  commitRefusedCode: { standard: 'LTS.0009', others: ['LTS.EMULATOR.NotTheOwner'], open: true },
  lowerCommit: { standard: 'stored', others: ['ignored', 'refused'] },
  unknownGroup: { standard: 'refused', others: ['created'] },
  unknownGroupStatus: { standard: 404, others: [400, 200], open: true },
  unknownGroupCode: { standard: 'LTS.EMULATOR.GroupNotFound', others: ['LTS.0009'], open: true },
  unknownShardStatus: { standard: 404, others: [400, 200], open: true },
  unknownShardCode: { standard: 'LTS.EMULATOR.ShardNotFound', others: ['LTS.0009'], open: true },
  groupExistsCode: { standard: 'LTS.EMULATOR.GroupExists', others: ['LTS.0009'], open: true },
  throttledCode: { standard: 'LTS.EMULATOR.Throttled', others: ['APIGW.0308'], open: true },
  updateTimeUnit: { standard: 'milliseconds', others: ['seconds', 'nanoseconds'] },
  createTimeUnit: { standard: 'milliseconds', others: ['seconds', 'nanoseconds'] },
  cursorTimeUnit: { standard: 'nanoseconds', others: ['milliseconds', 'seconds'] },
  shardList: { standard: 'texts', others: ['numbers', 'objects'] },
  builtInFields: { standard: 'texts', others: ['numbers', 'none'] },
  contentLabel: { standard: 'log_content', others: ['content'] },
  shardGrowth: { standard: 'added', others: ['replaced'] },
  retention: { standard: 'none', others: ['ttl'] },
  cursorNames: { standard: 'known', others: ['refused'] },
  maxLogBytes: { standard: 1024 * 1024, others: [500_000], open: true },
  oldLogs: { standard: 'dropped', others: ['kept'] },
});
