import type { Balancer } from '@polylog/core/driver';
import { createRoster } from '../store/roster.js';
import { parseCursor } from './cursor.js';
import { SlsError, shardNotExist } from './error.js';
import type { SlsSwitches } from './switches.js';

/** What the machine needs to know of a shard. */
export interface GroupShard {
  readonly id: number;
  readonly readOnly: boolean;
  readonly endCursor: bigint;
  readonly parents: readonly number[];
}

/**
 * ```
 *            (order, an ancestor is not over)
 *   wait ───────────────────────────────────► not_alloc ──► already_alloc ◄──► transfer
 *                                                 ▲               │                │
 *                                                 └── timeout ────┴────────────────┘
 *   over: read-only and its checkpoint at the end; given to nobody. Its last holder may still save until it lets go.
 * ```
 */
export type ShardState =
  | { readonly kind: 'wait' }
  | { readonly kind: 'not_alloc' }
  | { readonly kind: 'already_alloc'; readonly holder: string }
  | { readonly kind: 'transfer'; readonly holder: string; readonly taker: string }
  | { readonly kind: 'over' };

export interface GroupCheckpoint {
  /** As it was sent. */
  readonly text: string;
  readonly cursor: bigint;
  readonly consumer: string;
  readonly savedAtMs: number;
}

export interface ConsumerGroup {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly order: boolean;
  update(settings: { readonly timeoutSeconds?: number; readonly order?: boolean }, shards: readonly GroupShard[]): void;
  /** The complete list of what this consumer should own, ascending. */
  heartbeat(
    consumer: string,
    reported: readonly number[],
    shards: readonly GroupShard[],
    nowMs: number,
  ): readonly number[];
  saveCheckpoint(save: CheckpointSave, shards: readonly GroupShard[], nowMs: number): void;
  checkpoint(shard: number): GroupCheckpoint | undefined;
  state(shard: GroupShard, shards: readonly GroupShard[]): ShardState;
  /** Treats a consumer as if its timeout had passed. False where there is none of that name. */
  evict(consumer: string): boolean;
  /** Names with the time of their last heartbeat. */
  consumers(nowMs: number): ReadonlyMap<string, number>;
  toKeep(): KeptConsumerGroup;
}

/** All of a consumer group but its members and what they hold: they join again. */
export interface KeptConsumerGroup extends Pick<ConsumerGroup, 'name' | 'timeoutSeconds' | 'order'> {
  readonly orderExempt: ReadonlySet<number>;
  readonly checkpoints: ReadonlyMap<number, GroupCheckpoint>;
}

export interface CheckpointSave {
  readonly consumer: string;
  readonly shard: number;
  readonly checkpoint: string;
  readonly force: boolean;
}

export interface ConsumerGroupOptions {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly order: boolean;
  readonly balancer: Balancer;
  readonly switches: SlsSwitches;
  /** What there was of it; then it is no new one. */
  readonly kept?: KeptConsumerGroup;
}

/** The assignment of one consumer group (SLS API reference, states of a shard). Time comes in as an argument; nothing waits. */
export function createConsumerGroup(options: ConsumerGroupOptions): ConsumerGroup {
  const { name, balancer, switches, kept } = options;
  let { timeoutSeconds, order } = options;
  const holders = new Map<number, string>();
  /** Shards in transfer: who is to have them. Only ones that have a holder. */
  const takers = new Map<number, string>();
  const checkpoints = new Map<number, GroupCheckpoint>(kept?.checkpoints);
  /** Shards that were there when order was switched on: only later splits wait for their parents. */
  let orderExempt: ReadonlySet<number> = kept?.orderExempt ?? new Set();
  let dealtFor = '';
  let changedAtMs = Number.NEGATIVE_INFINITY;

  /**
   * Each with the last reply: what it can be expected to report. Step 0, before every call: who has not been heard of is
   * gone, the caller too.
   */
  const consumers = createRoster<ReadonlySet<number>>(
    () => timeoutSeconds,
    (consumer) => {
      for (const [shard, holder] of holders) if (holder === consumer) free(shard);
      for (const [shard, taker] of takers) if (taker === consumer) takers.delete(shard);
    },
  );
  function free(shard: number): void {
    holders.delete(shard);
    takers.delete(shard);
  }
  function isOver(shard: GroupShard): boolean {
    const checkpoint = checkpoints.get(shard.id);
    return shard.readOnly && checkpoint !== undefined && checkpoint.cursor >= shard.endCursor;
  }
  function isWaiting(shard: GroupShard, shards: readonly GroupShard[]): boolean {
    if (!order || orderExempt.has(shard.id)) return false;
    // A parent that was deleted cannot hold anything back; its own parents are older still.
    const parents = shards.filter((other) => shard.parents.includes(other.id));
    return parents.some((parent) => !isOver(parent) || isWaiting(parent, shards));
  }

  /** Step 3 and, with its switch, 2: what a holder no longer reports goes to its taker, or is free. */
  function settleReleased(consumer: string, reported: ReadonlySet<number>, shards: readonly GroupShard[]): Set<number> {
    const freed = new Set<number>();
    const told = consumers.said(consumer) ?? new Set();
    for (const shard of shards) {
      if (holders.get(shard.id) !== consumer || reported.has(shard.id)) continue;
      const taker = takers.get(shard.id);
      takers.delete(shard.id);
      if (isOver(shard)) free(shard.id);
      else if (taker !== undefined) holders.set(shard.id, taker);
      else if (switches.freeUnreported && told.has(shard.id)) {
        free(shard.id);
        freed.add(shard.id);
      }
    }
    return freed;
  }

  /** Steps 4 and 5: free shards are dealt, and surplus ones marked for transfer, as the balancer says. */
  function deal(shards: readonly GroupShard[], caller: string, freed: ReadonlySet<number>): void {
    const dealt = shards.filter((shard) => !isOver(shard) && (holders.has(shard.id) || !isWaiting(shard, shards)));
    // A balancer takes surplus from the end of the list: shards that already are in transfer stand first, to stay as they are.
    const ids = dealt.map((shard) => shard.id).sort((a, b) => Number(takers.has(b)) - Number(takers.has(a)) || a - b);
    const current = new Map<string, string>();
    for (const id of ids) {
      const owner = takers.get(id) ?? holders.get(id);
      if (owner !== undefined) current.set(String(id), owner);
    }
    const wanted = balancer(consumers.names(), ids.map(String), current);
    for (const id of ids) {
      const owner = wanted.get(String(id));
      if (owner === undefined || takers.has(id)) continue;
      const holder = holders.get(id);
      if (holder !== undefined && holder !== owner) takers.set(id, owner);
      else if (holder === undefined && !(freed.has(id) && owner === caller)) holders.set(id, owner);
    }
  }

  /** With a lag, a change of members or shards is acted on only so long after it. */
  function mayDeal(shards: readonly GroupShard[], nowMs: number): boolean {
    const dealtNow = JSON.stringify([consumers.names(), shards.map((shard) => shard.id)]);
    if (dealtNow !== dealtFor) {
      dealtFor = dealtNow;
      changedAtMs = nowMs;
    }
    return nowMs - changedAtMs >= switches.balancingLagMs;
  }

  return {
    name,
    get timeoutSeconds() {
      return timeoutSeconds;
    },
    get order() {
      return order;
    },
    update(settings, shards) {
      if (settings.order === true && !order) orderExempt = new Set(shards.map((shard) => shard.id));
      order = settings.order ?? order;
      timeoutSeconds = settings.timeoutSeconds ?? timeoutSeconds;
    },
    heartbeat(consumer, reported, shards, nowMs) {
      consumers.dropSilent(nowMs);
      const known = consumers.said(consumer);
      if (!known && reported.length > 0) {
        throw new SlsError(400, 'NotExistConsumerWithBody', `consumer ${consumer} does not exist, but reports shards`);
      }
      consumers.seen(consumer, known ?? new Set(), nowMs);
      const freed = settleReleased(consumer, new Set(reported), shards);
      if (mayDeal(shards, nowMs)) deal(shards, consumer, freed);
      const mine = shards
        .filter((shard) => holders.get(shard.id) === consumer && !takers.has(shard.id) && !isOver(shard))
        .map((shard) => shard.id)
        .sort((a, b) => a - b);
      consumers.seen(consumer, new Set(mine), nowMs);
      return mine;
    },
    saveCheckpoint({ consumer, shard: id, checkpoint, force }, shards, nowMs) {
      consumers.dropSilent(nowMs);
      const shard = shards.find((candidate) => candidate.id === id);
      if (!shard) throw shardNotExist(id, 404);
      const cursor = parseCursor(checkpoint);
      if (cursor === undefined) {
        throw new SlsError(400, 'InvalidShardCheckPoint', `shard ${id} checkpoint is not encoded by base64`);
      }
      if (!force && consumers.said(consumer) === undefined) {
        throw new SlsError(switches.consumerNotExistStatus, 'ConsumerNotExist', `consumer ${consumer} does not exist`);
      }
      if (!force && holders.get(id) !== consumer) {
        throw new SlsError(
          switches.consumerNotMatchStatus,
          'ConsumerNotMatch',
          `shard ${id} is not held by consumer ${consumer}`,
        );
      }
      const wasOver = isOver(shard);
      checkpoints.set(id, { text: checkpoint, cursor, consumer, savedAtMs: nowMs });
      if (force && wasOver && !isOver(shard)) free(id);
    },
    checkpoint: (shard) => checkpoints.get(shard),
    state(shard, shards) {
      if (isOver(shard)) return { kind: 'over' };
      const holder = holders.get(shard.id);
      const taker = takers.get(shard.id);
      if (holder !== undefined) {
        return taker === undefined ? { kind: 'already_alloc', holder } : { kind: 'transfer', holder, taker };
      }
      return { kind: isWaiting(shard, shards) ? 'wait' : 'not_alloc' };
    },
    evict: consumers.drop,
    consumers(nowMs) {
      consumers.dropSilent(nowMs);
      return consumers.lastSeenMs();
    },
    toKeep: () => ({ name, timeoutSeconds, order, orderExempt, checkpoints }),
  };
}
