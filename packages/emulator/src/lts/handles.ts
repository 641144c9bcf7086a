import type { Balancer } from '@polylog/core/driver';
import type { AccessKey } from '../auth/access-key.js';
import type { FaultSet } from '../faults/fault-set.js';
import type { FaultRule } from '../faults/rule.js';
import type { Account } from './account.js';
import { unknownGroup } from './call.js';
import type { LtsGroup } from './consumer-group.js';
import { createGroup } from './create-group.js';
import { unauthorized } from './error.js';
import type { KeyLock, KeyState } from './key-lock.js';
import { logJson, packetOf } from './record.js';
import type { LtsSwitches } from './switches.js';
import { nanoseconds } from './time.js';

export interface LogStreamSettings {
  /** Default 1. */
  readonly shards?: number;
  /** Default 30. Counts only with the switch `retention`. */
  readonly ttlDays?: number;
  /** Consumer groups that are there from the start, by name. */
  readonly consumerGroups?: Readonly<Record<string, ConsumerGroupSettings>>;
}

export interface ConsumerGroupSettings {
  /** Default: as the switch `standardTimeoutSeconds` says. */
  readonly timeoutSeconds?: number;
}

/** A log as a test gives it. */
export interface LtsLogInput {
  /** The text of the log. Absent: labels only. */
  readonly content?: string;
  /** Any JSON; `bigint`s come out as bare integers. */
  readonly labels?: Readonly<Record<string, unknown>>;
  /** Default: now. */
  readonly timeNs?: bigint;
}

/** What a shard looks like from inside. */
export interface LtsShardView {
  readonly id: number;
  /** Takes no more writes: clients are not told. */
  readonly readOnly: boolean;
  readonly keptLogs: number;
  readonly beginCursor: bigint;
  readonly endCursor: bigint;
}

/** Where a consumer group stands, shard by shard. */
export interface LtsGroupView {
  readonly timeoutSeconds: number;
  readonly consumers: readonly string[];
  readonly shards: readonly {
    readonly id: number;
    /** Undefined while nobody has it. */
    readonly owner: string | undefined;
    /** Undefined where nothing was committed. */
    readonly checkpoint: bigint | undefined;
    readonly savedBy: string | undefined;
  }[];
}

/**
 * The hands of a test on the emulated service: the same state as over the wire, without signatures or faults. Throws
 * `LtsError`, with the service's own codes.
 */
export interface LtsHandles {
  /** The name is the id, too. */
  createLogGroup(name: string): void;
  /** The name is the id, too. */
  createLogStream(options: LogStreamSettings & { readonly logGroup: string; readonly logStream: string }): void;
  createConsumerGroup(
    options: ConsumerGroupSettings & { readonly logGroup: string; readonly logStream: string; readonly group: string },
  ): void;
  deleteConsumerGroup(logGroup: string, logStream: string, group: string): void;
  /**
   * Stores logs as one push would, in the shard named or the next one in turn; times are not checked. Bytes are taken for
   * the JSON of one log, to the letter. Says where the first one went.
   */
  put(
    logGroup: string,
    logStream: string,
    logs: LtsLogInput | Uint8Array | readonly (LtsLogInput | Uint8Array)[],
    where?: { readonly shard: number },
  ): { readonly shard: number; readonly cursor: bigint };
  /** Makes the stream grow. Returns the new ids. */
  addShards(logGroup: string, logStream: string, count?: number): readonly number[];
  /** Forgets pushes from the old end: those received before a time, those that end before a cursor, or all. */
  expire(
    logGroup: string,
    logStream: string,
    what: { readonly shard?: number } & (
      | { readonly beforeMs: number }
      | { readonly beforeCursor: bigint }
      | { readonly all: true }
    ),
  ): void;
  shards(logGroup: string, logStream: string): readonly LtsShardView[];
  consumerGroup(logGroup: string, logStream: string, group: string): LtsGroupView;
  /** Forces a rebalance: this member is gone at once, as if its timeout had passed. False where there is none of that name. */
  evict(logGroup: string, logStream: string, group: string, consumer: string): boolean;
  /** Bad signatures of an access key, and whether it is locked. */
  accessKey(id: string): KeyState;
  /** From now on signatures under the old secret are bad. */
  changeSecret(id: string, secret: string): void;
  readonly faults: Pick<FaultSet, 'clear' | 'hits'> & {
    /** Returns a function that takes the rule away. */
    add(rule: FaultRule): () => void;
  };
}

export interface HandleParts {
  readonly account: Account;
  readonly faults: FaultSet;
  readonly lock: KeyLock;
  readonly keys: Map<string, AccessKey>;
  readonly balancer: Balancer;
  readonly switches: LtsSwitches;
  readonly now: () => number;
}

export function createLtsHandles(parts: HandleParts): LtsHandles {
  const { account, faults, lock, keys, balancer, switches, now } = parts;
  const shardsOf = (logGroup: string, logStream: string) => account.logStream(logGroup, logStream).shards(now());
  function findGroup(logGroup: string, logStream: string, name: string): LtsGroup {
    const group = account.logStream(logGroup, logStream).groups.get(name);
    if (!group) throw unknownGroup(name, switches);
    return group;
  }
  function createConsumerGroup(...[options]: Parameters<LtsHandles['createConsumerGroup']>): void {
    const { logGroup, logStream, group: name, timeoutSeconds: timeout } = options;
    createGroup(account.logStream(logGroup, logStream), { name, timeout }, { balancer, switches, nowMs: now() });
  }
  function stored(log: LtsLogInput | Uint8Array): string | Uint8Array {
    if (log instanceof Uint8Array) return log;
    const { labels = {}, content, timeNs = nanoseconds(now()) } = log;
    return logJson({ labels, timeNs, lineNum: timeNs, ...(content === undefined ? {} : { content }) }, now(), switches);
  }

  return {
    createLogGroup: (name) => {
      account.createLogGroup({ id: name, name, ttlDays: 30 }, now());
    },
    createLogStream({ logGroup, logStream, shards = 1, ttlDays = 30, consumerGroups = {} }) {
      const setup = { id: logStream, name: logStream, shardCount: shards, ttlDays };
      account.createLogStream(account.logGroup(logGroup), setup, now());
      for (const [group, settings] of Object.entries(consumerGroups)) {
        createConsumerGroup({ logGroup, logStream, group, ...settings });
      }
    },
    createConsumerGroup,
    deleteConsumerGroup(logGroup, logStream, group) {
      const { name } = findGroup(logGroup, logStream, group);
      account.logStream(logGroup, logStream).groups.delete(name);
    },
    put(logGroup, logStream, logs, where) {
      const list = Array.isArray(logs) ? logs : [logs as LtsLogInput | Uint8Array];
      return account.logStream(logGroup, logStream).append(packetOf(list.map(stored)), where?.shard, now());
    },
    addShards: (logGroup, logStream, count = 1) => account.logStream(logGroup, logStream).addShards(count, now()),
    expire(logGroup, logStream, what) {
      for (const shard of shardsOf(logGroup, logStream)) {
        if (what.shard !== undefined && what.shard !== shard.id) continue;
        if ('beforeMs' in what) shard.expireBefore(what.beforeMs);
        else shard.expireTo('all' in what ? shard.endCursor : what.beforeCursor);
      }
    },
    shards: (logGroup, logStream) =>
      shardsOf(logGroup, logStream).map(({ id, isSealed, keptLogs, beginCursor, endCursor }) => ({
        id,
        readOnly: isSealed,
        keptLogs,
        beginCursor,
        endCursor,
      })),
    consumerGroup(logGroup, logStream, name) {
      const group = findGroup(logGroup, logStream, name);
      return {
        timeoutSeconds: group.timeoutSeconds,
        consumers: [...group.consumers(now()).keys()],
        shards: shardsOf(logGroup, logStream).map(({ id }) => {
          const saved = group.checkpoint(String(id));
          return { id, owner: group.owner(String(id)), checkpoint: saved?.checkpoint, savedBy: saved?.consumer };
        }),
      };
    },
    evict: (logGroup, logStream, name, consumer) => findGroup(logGroup, logStream, name).evict(consumer),
    accessKey: (id) => lock.state(id, now()),
    changeSecret(id, secret) {
      const key = keys.get(id);
      if (key === undefined) throw unauthorized(`access key ${id} does not exist`);
      keys.set(id, { ...key, secret });
    },
    faults: { add: faults.add, clear: faults.clear, hits: faults.hits },
  };
}
