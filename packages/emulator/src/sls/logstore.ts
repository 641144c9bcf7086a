import { plainFields } from '../data/kept-state.js';
import type { LogShelf } from '../store/log-shelf.js';
import { createPartitionSet, PartitionSetError, type SplitAt, type Target } from '../store/partition-set.js';
import type { ConsumerGroup } from './consumer-group.js';
import { logstoreNotExist, parameterInvalid, SlsError, shardNotExist } from './error.js';
import type { StoredGroup } from './segment.js';
import { createShard, type KeptShard, type Shard } from './shard.js';
import type { Shipper } from './shipper.js';
import type { StoredDocument } from './stored-document.js';

/** Days; means for ever. */
const FOREVER_DAYS = 3650;
const DAY_MS = 86_400_000;

/** The JSON of a logstore, as it was created; unknown fields are kept and given back. */
export type LogstoreBody = Readonly<Record<string, unknown>> & { readonly ttl: number; readonly appendMeta: boolean };

export interface Logstore {
  readonly name: string;
  readonly createdAtMs: number;
  modifiedAtMs: number;
  body: LogstoreBody;
  readonly consumerGroups: Map<string, ConsumerGroup>;
  index: StoredDocument | undefined;
  readonly shippers: Map<string, Shipper>;
  /** How often each query was answered half way. */
  readonly halfAnswers: Map<string, number>;
  /** In the order of their ids, read-only ones included. What has outlived the TTL is forgotten first. */
  shards(nowMs: number): readonly Shard[];
  shard(id: string | number, nowMs: number): Shard;
  /** Stores a group in the next writable shard in turn, in the one that a key belongs to, or in the one named. */
  put(group: StoredGroup, where?: Target): Shard;
  /** Splits at a key, or into so many even parts. Returns the old shard, then the new ones. */
  split(id: string | number, at: SplitAt, nowMs: number): readonly Shard[];
  /** Joins a shard with its right-hand neighbour. Returns the new shard, then the two old ones. */
  merge(id: string | number, nowMs: number): readonly Shard[];
  /** Read-only shards only. */
  deleteShard(id: string | number, nowMs: number): void;
  /** All shards, whatever has outlived the TTL. */
  allShards(): readonly Shard[];
  toKeep(): KeptLogstore;
}

/** All of a logstore but its shards and consumer groups. */
export interface KeptLogstore
  extends Pick<Logstore, 'name' | 'createdAtMs' | 'modifiedAtMs' | 'body' | 'index' | 'shippers'> {
  readonly nextShard: number;
}

export interface LogstoreOptions {
  readonly name: string;
  readonly shardCount: number;
  readonly body: LogstoreBody;
  readonly nowMs: number;
  readonly segmentBytes: number;
  readonly shelf: LogShelf;
  /** What there was of it; then it is no new one. */
  readonly kept?: { readonly logstore: KeptLogstore; readonly shards: readonly KeptShard[] };
}

export function createLogstore(options: LogstoreOptions): Logstore {
  const { name, nowMs, kept } = options;
  const { nextShard = 0, ...keptFields } = kept?.logstore ?? {};
  const shards = createPartitionSet<Shard>({
    count: options.shardCount,
    firstId: 0,
    nowMs,
    open: (spec) => createShard(spec, options),
    kept: kept && {
      partitions: kept.shards.map((shard) => createShard(shard, options)),
      nextId: nextShard,
    },
  });
  function expire(atMs: number): void {
    if (store.body.ttl >= FOREVER_DAYS) return;
    for (const shard of shards.all()) shard.expireBefore(atMs - store.body.ttl * DAY_MS);
  }

  const store: Logstore = {
    name,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    body: options.body,
    index: undefined,
    shippers: new Map(),
    ...keptFields,
    consumerGroups: new Map(),
    halfAnswers: new Map(),
    shards(atMs) {
      expire(atMs);
      return shards.all();
    },
    shard(id, atMs) {
      expire(atMs);
      return existing(id);
    },
    put(group, where) {
      const shard = inOwnWords(name, () => shards.pick(where));
      shard.append(group);
      return shard;
    },
    split: (id, at, atMs) => inOwnWords(name, () => shards.split(id, at, atMs)),
    merge: (id, atMs) => inOwnWords(name, () => shards.merge(id, atMs)),
    deleteShard(id) {
      const shard = existing(id);
      if (!shard.readOnly) throw parameterInvalid('invalid shard id.');
      shards.remove(shard.id);
    },
    allShards: shards.all,
    toKeep: () => ({ ...plainFields(store, ['consumerGroups', 'halfAnswers']), nextShard: shards.nextId }),
  };

  function existing(id: string | number): Shard {
    const shard = shards.find(id);
    if (!shard) throw shardNotExist(id, 400);
    return shard;
  }
  return store;
}

function inOwnWords<T>(logstore: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof PartitionSetError)) throw error;
    switch (error.refusal) {
      case 'none-writable':
        throw new SlsError(400, 'LogStoreWithoutShard', `logstore ${logstore} has no shard to write to`);
      case 'not-writable':
        throw parameterInvalid('invalid shard id.');
      case 'bad-key':
        throw parameterInvalid('invalid mid hash.');
      case 'last-partition':
        throw parameterInvalid('can not merge the last shard.');
      default:
        throw error.refusal satisfies never;
    }
  }
}

export function findLogstore(logstores: ReadonlyMap<string, Logstore>, name: string): Logstore {
  const logstore = logstores.get(name);
  if (!logstore) throw logstoreNotExist(name);
  return logstore;
}
