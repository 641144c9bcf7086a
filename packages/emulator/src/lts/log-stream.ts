import { plainFields } from '../data/kept-state.js';
import type { LogShelf } from '../store/log-shelf.js';
import type { LtsGroup } from './consumer-group.js';
import { LtsError } from './error.js';
import { createLtsShard, type KeptLtsShard, type LtsShard, type Packet } from './shard.js';
import type { LtsSwitches } from './switches.js';
import type { Tags } from './tags.js';

const DAY_MS = 86_400_000;

export interface LogStream {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  ttlDays: number;
  tags: Tags;
  readonly alias: string;
  /** By name. */
  readonly groups: Map<string, LtsGroup>;
  /** In the order of their ids. What has outlived its days is forgotten first. */
  shards(nowMs: number): readonly LtsShard[];
  shard(id: string | number, nowMs: number): LtsShard;
  /** Into the shard named, or the next one in turn. */
  append(packet: Packet, shard: number | undefined, nowMs: number): { readonly shard: number; readonly cursor: bigint };
  /** Returns the new ids. */
  addShards(count: number, nowMs: number): readonly number[];
  /** All shards, whatever has outlived its days. */
  allShards(): readonly LtsShard[];
  toKeep(): KeptLogStream;
}

/** All of a log stream but its shards and consumer groups. */
export type KeptLogStream = Pick<LogStream, 'id' | 'name' | 'createdAtMs' | 'ttlDays' | 'tags' | 'alias'>;

export interface LogStreamOptions extends KeptLogStream {
  readonly shardCount: number;
  readonly switches: LtsSwitches;
  readonly shelf: LogShelf;
  /** What there was of it; then it is no new one. */
  readonly kept?: { readonly stream: KeptLogStream; readonly shards: readonly KeptLtsShard[] };
}

export function createLogStream({ shardCount, switches, shelf, kept, ...fixed }: LogStreamOptions): LogStream {
  const open = (given: { readonly id: number }, nowMs: number): LtsShard =>
    createLtsShard(given, { nowMs, switches, shelf });
  const all: LtsShard[] = (kept?.shards ?? []).map((shard) => open(shard, fixed.createdAtMs));
  let turn = 0;

  function addShards(count: number, nowMs: number): readonly number[] {
    if (switches.shardGrowth === 'replaced') for (const shard of all) shard.seal();
    return Array.from({ length: count }, () => {
      const id = all.length;
      all.push(open({ id }, nowMs));
      return id;
    });
  }
  function shards(nowMs: number): readonly LtsShard[] {
    if (switches.retention === 'ttl') for (const shard of all) shard.expireBefore(nowMs - stream.ttlDays * DAY_MS);
    return all;
  }
  function shard(id: string | number, nowMs: number): LtsShard {
    const found = shards(nowMs).find((candidate) => String(candidate.id) === String(id));
    if (found) return found;
    const { unknownShardStatus, unknownShardCode } = switches;
    throw new LtsError(unknownShardStatus, unknownShardCode, `shard ${id} of log stream ${fixed.id} does not exist`);
  }
  if (!kept) addShards(shardCount, fixed.createdAtMs);

  const stream: LogStream = {
    ...fixed,
    ...kept?.stream,
    groups: new Map(),
    shards,
    shard,
    append(packet, id, nowMs) {
      const writable = all.filter(({ isSealed }) => !isSealed);
      const target = id === undefined ? (writable[turn++ % writable.length] as LtsShard) : shard(id, nowMs);
      return { shard: target.id, cursor: target.append(packet, nowMs) };
    },
    addShards,
    allShards: () => all,
    toKeep: () => plainFields(stream, ['groups']),
  };
  return stream;
}
