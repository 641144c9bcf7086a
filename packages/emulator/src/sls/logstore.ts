import type { ConsumerGroup } from './consumer-group.js';
import { logstoreNotExist, parameterInvalid, SlsError, shardNotExist } from './error.js';
import { evenRanges, LAST_KEY } from './hash-key.js';
import type { StoredGroup } from './segment.js';
import { createShard, type Shard } from './shard.js';

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
  /** In the order of their ids, read-only ones included. What has outlived the TTL is forgotten first. */
  shards(nowMs: number): readonly Shard[];
  shard(id: string | number, nowMs: number): Shard;
  /** Stores a group in the next writable shard in turn, in the one that a key belongs to, or in the one named. */
  put(group: StoredGroup, where?: { readonly key: bigint } | { readonly shard: number }): Shard;
  /** Splits at a key, or into so many even parts. Returns the old shard, then the new ones. */
  split(
    id: string | number,
    at: { readonly key: bigint } | { readonly parts: number },
    nowMs: number,
  ): readonly Shard[];
  /** Joins a shard with its right-hand neighbour. Returns the new shard, then the two old ones. */
  merge(id: string | number, nowMs: number): readonly Shard[];
  /** Read-only shards only. */
  deleteShard(id: string | number, nowMs: number): void;
}

export interface LogstoreOptions {
  readonly name: string;
  readonly shardCount: number;
  readonly body: LogstoreBody;
  readonly nowMs: number;
  readonly segmentBytes: number;
}

export function createLogstore(options: LogstoreOptions): Logstore {
  const { name, nowMs, segmentBytes } = options;
  const shards = new Map<number, Shard>();
  let nextId = 0;
  let turn = 0;

  function open(range: { begin: bigint; end: bigint }, createdAtMs: number, parents: readonly number[]): Shard {
    const shard = createShard({ id: nextId++, ...range, createdAtMs, parents, segmentBytes });
    shards.set(shard.id, shard);
    return shard;
  }
  for (const range of evenRanges(0n, LAST_KEY, options.shardCount)) open(range, nowMs, []);

  function find(id: string | number): Shard | undefined {
    return /^\d+$/.test(String(id)) ? shards.get(Number(id)) : undefined;
  }
  function writable(): Shard[] {
    const found = [...shards.values()].filter((shard) => !shard.readOnly);
    if (found.length === 0)
      throw new SlsError(400, 'LogStoreWithoutShard', `logstore ${name} has no shard to write to`);
    return found;
  }
  /** For split and merge: one error for a shard that is missing and one that is read-only. */
  function writableById(id: string | number): Shard {
    const shard = find(id);
    if (!shard || shard.readOnly) throw parameterInvalid('invalid shard id.');
    return shard;
  }
  function expire(atMs: number): void {
    if (store.body.ttl >= FOREVER_DAYS) return;
    for (const shard of shards.values()) shard.expireBefore(atMs - store.body.ttl * DAY_MS);
  }

  const store: Logstore = {
    name,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    body: options.body,
    consumerGroups: new Map(),
    shards(atMs) {
      expire(atMs);
      return [...shards.values()];
    },
    shard(id, atMs) {
      expire(atMs);
      const shard = find(id);
      if (!shard) throw shardNotExist(id, 400);
      return shard;
    },
    put(group, where) {
      const shard = pick(where);
      shard.append(group);
      return shard;
    },
    split(id, at, atMs) {
      const old = writableById(id);
      const ranges =
        'parts' in at
          ? evenRanges(old.begin, old.end, at.parts)
          : [
              { begin: old.begin, end: at.key },
              { begin: at.key, end: old.end },
            ];
      // Each part needs a key of its own; a split at the shard's own border would leave an empty one.
      if (ranges.length < 2 || ranges.some((range) => range.begin >= range.end)) {
        throw parameterInvalid('invalid mid hash.');
      }
      old.seal();
      return [old, ...ranges.map((range) => open(range, atMs, [old.id]))];
    },
    merge(id, atMs) {
      const left = writableById(id);
      if (left.end === LAST_KEY) throw parameterInvalid('can not merge the last shard.');
      const right = writable().find((shard) => shard.begin === left.end);
      if (!right) throw parameterInvalid('invalid shard id.');
      left.seal();
      right.seal();
      return [open({ begin: left.begin, end: right.end }, atMs, [left.id, right.id]), left, right];
    },
    deleteShard(id) {
      const shard = find(id);
      if (!shard) throw shardNotExist(id, 400);
      if (!shard.readOnly) throw parameterInvalid('invalid shard id.');
      shards.delete(shard.id);
    },
  };

  function pick(where: { readonly key: bigint } | { readonly shard: number } | undefined): Shard {
    if (where && 'shard' in where) return writableById(where.shard);
    const open = writable();
    if (!where) return open[turn++ % open.length] as Shard;
    // Writable ranges cover all keys, the last one being included.
    return open.find((shard) => shard.begin <= where.key && where.key < shard.end) ?? (open.at(-1) as Shard);
  }
  return store;
}

export function findLogstore(logstores: ReadonlyMap<string, Logstore>, name: string): Logstore {
  const logstore = logstores.get(name);
  if (!logstore) throw logstoreNotExist(name);
  return logstore;
}
