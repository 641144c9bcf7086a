import type { LtsGroup } from './consumer-group.js';
import { LtsError } from './error.js';
import { createLtsShard, type LtsShard, type Packet } from './shard.js';
import type { LtsSwitches } from './switches.js';

const DAY_MS = 86_400_000;

export interface LogStream {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly ttlDays: number;
  /** By name. */
  readonly groups: Map<string, LtsGroup>;
  /** In the order of their ids. What has outlived its days is forgotten first. */
  shards(nowMs: number): readonly LtsShard[];
  shard(id: string | number, nowMs: number): LtsShard;
  /** Into the shard named, or the next one in turn. */
  append(packet: Packet, shard: number | undefined, nowMs: number): { readonly shard: number; readonly cursor: bigint };
  /** Returns the new ids. */
  addShards(count: number, nowMs: number): readonly number[];
}

export interface LogStreamOptions extends Pick<LogStream, 'id' | 'name' | 'createdAtMs' | 'ttlDays'> {
  readonly shardCount: number;
  readonly switches: LtsSwitches;
}

export function createLogStream({ shardCount, switches, ...fixed }: LogStreamOptions): LogStream {
  const all: LtsShard[] = [];
  let turn = 0;

  function addShards(count: number, nowMs: number): readonly number[] {
    if (switches.shardGrowth === 'replaced') for (const shard of all) shard.seal();
    return Array.from({ length: count }, () => {
      const id = all.length;
      all.push(createLtsShard(id, nowMs, switches));
      return id;
    });
  }
  function shards(nowMs: number): readonly LtsShard[] {
    if (switches.retention === 'ttl') for (const shard of all) shard.expireBefore(nowMs - fixed.ttlDays * DAY_MS);
    return all;
  }
  function shard(id: string | number, nowMs: number): LtsShard {
    const found = shards(nowMs).find((candidate) => String(candidate.id) === String(id));
    if (found) return found;
    const { unknownShardStatus, unknownShardCode } = switches;
    throw new LtsError(unknownShardStatus, unknownShardCode, `shard ${id} of log stream ${fixed.id} does not exist`);
  }
  addShards(shardCount, fixed.createdAtMs);

  return {
    ...fixed,
    groups: new Map(),
    shards,
    shard,
    append(packet, id, nowMs) {
      const open = all.filter(({ isSealed }) => !isSealed);
      const target = id === undefined ? (open[turn++ % open.length] as LtsShard) : shard(id, nowMs);
      return { shard: target.id, cursor: target.append(packet, nowMs) };
    },
    addShards,
  };
}
