import { type ClsLogGroupInput, encodeClsLogGroup } from '@polylog/driver-kit';
import type { FaultSet } from '../faults/fault-set.js';
import type { FaultRule } from '../faults/rule.js';
import { parseKey } from '../store/hash-key.js';
import type { Target } from '../store/partition-set.js';
import type { Account } from './account.js';
import type { ClsGroup } from './consumer-group.js';
import { ClsError, invalidParameter } from './error.js';
import { scanned, storedGroup } from './stored-group.js';
import type { ClsSwitches } from './switches.js';

export interface TopicSettings {
  /** Default 1. */
  readonly partitions?: number;
  /** Default 30; 3640 is for ever. */
  readonly ttlDays?: number;
  /** Whether uploads without a signature are let in. Default false. */
  readonly allowAnonymous?: boolean;
}

/** What a partition looks like from inside. */
export interface PartitionView {
  readonly id: number;
  readonly readOnly: boolean;
  readonly parents: readonly number[];
  readonly keptGroups: number;
  readonly beginOffset: bigint;
  readonly endOffset: bigint;
}

/** Where a consumer group stands, partition by partition. */
export interface ClsGroupView {
  readonly timeoutSeconds: number;
  readonly topics: readonly string[];
  readonly consumers: readonly string[];
  readonly partitions: readonly {
    readonly topic: string;
    readonly id: number;
    /** Undefined while nobody has it. */
    readonly owner: string | undefined;
    /** Undefined where nothing was committed. */
    readonly offset: bigint | undefined;
    readonly savedBy: string | undefined;
  }[];
}

/**
 * The hands of a test on the emulated service: the same state as over the wire, without signatures or faults. Throws
 * `ClsError`, with the service's own codes.
 */
export interface ClsHandles {
  /** The name is the id, too: 1 to 36 characters. */
  createLogset(name: string): void;
  /** The name is the id, too. */
  createTopic(options: TopicSettings & { readonly logset: string; readonly topic: string }): void;
  /** Stores one log group, given as bytes or as an object. Says where it went. */
  put(
    topic: string,
    group: Uint8Array | ClsLogGroupInput,
    where?: { readonly partition: number } | { readonly hashKey: string },
  ): { readonly partition: number; readonly offset: bigint };
  /** Splits in the middle, at a 32-digit key, or into so many parts. Returns the new ids. */
  split(topic: string, partition: number, at?: { key: string } | { parts: number }): readonly number[];
  /** Joins a partition with its right-hand neighbour. Returns the new id. */
  merge(topic: string, partition: number): number;
  /** Forgets log groups from the old end, as the period would: those received before a time, those before an offset, or all. */
  expire(
    topic: string,
    what: { readonly partition?: number } & (
      | { readonly beforeMs: number }
      | { readonly beforeOffset: bigint }
      | { readonly all: true }
    ),
  ): void;
  partitions(topic: string): readonly PartitionView[];
  consumerGroup(logset: string, group: string): ClsGroupView;
  /** Moves what a group has committed, as an administrator would: no consumer is asked, and `savedBy` becomes empty. */
  moveOffset(
    logset: string,
    group: string,
    to: { readonly topic: string; readonly partition: number; readonly offset: bigint },
  ): void;
  /** Forces a rebalance: this member is gone at once, as if its timeout had passed. False where there is none of that name. */
  evict(logset: string, group: string, consumer: string): boolean;
  readonly faults: Pick<FaultSet, 'clear' | 'hits'> & {
    /** Returns a function that takes the rule away. */
    add(rule: FaultRule): () => void;
  };
}

export interface HandleParts {
  readonly account: Account;
  readonly faults: FaultSet;
  readonly switches: ClsSwitches;
  readonly now: () => number;
}

export function createClsHandles({ account, faults, switches, now }: HandleParts): ClsHandles {
  function findGroup(logset: string, name: string): ClsGroup {
    const group = account.logset(logset).groups.get(name);
    if (!group) throw new ClsError(404, switches.unknownGroupCode, `consumer group ${name} does not exist`);
    return group;
  }

  return {
    createLogset: (name) => {
      account.createLogset(name, now(), { id: name });
    },
    createTopic({ logset, topic, partitions = 1, ttlDays = 30, allowAnonymous = false }) {
      const setup = { id: topic, name: topic, partitionCount: partitions, ttlDays, allowAnonymous, extra: {} };
      account.createTopic(account.logset(logset), setup, now());
    },
    put(id, group, where) {
      const topic = account.topic(id);
      const bytes = group instanceof Uint8Array ? Buffer.from(group) : encodeClsLogGroup(group);
      const partition = topic.pick(targetOf(where));
      const { offset } = partition.append(storedGroup(topic, scanned(bytes), now(), switches));
      return { partition: partition.id, offset };
    },
    split(id, partition, at = { parts: 2 }) {
      const [, ...parts] = account.topic(id).split(partition, 'key' in at ? { key: keyOf(at.key) } : at, now());
      return parts.map((part) => part.id);
    },
    merge(id, partition) {
      const [joined] = account.topic(id).merge(partition, now());
      return (joined as { readonly id: number }).id;
    },
    expire(id, what) {
      const topic = account.topic(id);
      const partitions =
        what.partition === undefined ? topic.partitions(now()) : [topic.partition(what.partition, now())];
      for (const partition of partitions) {
        if ('beforeMs' in what) partition.expireBefore(what.beforeMs);
        else partition.expireTo('all' in what ? partition.endOffset : what.beforeOffset);
      }
    },
    partitions: (id) =>
      account
        .topic(id)
        .partitions(now())
        .map(({ id: partition, readOnly, parents, keptGroups, beginOffset, endOffset }) => ({
          id: partition,
          readOnly,
          parents,
          keptGroups,
          beginOffset,
          endOffset,
        })),
    consumerGroup(logset, name) {
      const group = findGroup(logset, name);
      return {
        timeoutSeconds: group.timeoutSeconds,
        topics: group.topics,
        consumers: [...group.consumers(now()).keys()],
        partitions: group.topics.flatMap((topic) =>
          (account.topics.get(topic)?.partitions(now()) ?? []).map(({ id }) => {
            const committed = group.committed(topic, id);
            return {
              topic,
              id,
              owner: group.owner(topic, id),
              offset: committed?.offset,
              savedBy: committed?.consumer,
            };
          }),
        ),
      };
    },
    moveOffset(logset, name, { topic, partition, offset }) {
      const { id } = account.topic(topic).partition(partition, now());
      findGroup(logset, name).move({ topicId: topic, partition: id, offset }, now());
    },
    evict: (logset, name, consumer) => findGroup(logset, name).evict(consumer),
    faults: { add: faults.add, clear: faults.clear, hits: faults.hits },
  };
}

function targetOf(where: { readonly partition: number } | { readonly hashKey: string } | undefined): Target {
  if (!where || 'partition' in where) return where;
  return { key: keyOf(where.hashKey) };
}

function keyOf(text: string): bigint {
  const key = parseKey(text, 'pad-right');
  if (key === undefined) throw invalidParameter('a hash key is 1 to 32 hexadecimal digits');
  return key;
}
