import { stickyBalancer } from '@polylog/core/driver';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConsumerGroup, createConsumerGroup, type GroupShard } from './consumer-group.js';
import { cursorText } from './cursor.js';
import { type SlsSwitches, slsSwitches } from './switches.js';

const TIMEOUT_MS = 60_000;

function createGroup(given: { order?: boolean } & Partial<SlsSwitches> = {}): ConsumerGroup {
  const { order = false, ...switches } = given;
  return createConsumerGroup({
    name: 'g',
    timeoutSeconds: TIMEOUT_MS / 1000,
    order,
    balancer: stickyBalancer,
    switches: { ...slsSwitches.defaults, ...switches },
  });
}

function shardsOf(count: number): GroupShard[] {
  return Array.from({ length: count }, (_, id) => ({ id, readOnly: false, endCursor: 100n, parents: [] }));
}

/** 0 was split into 1 and 2, 1 into 3 and 4. */
const lineage: readonly GroupShard[] = [
  { id: 0, readOnly: true, endCursor: 10n, parents: [] },
  { id: 1, readOnly: true, endCursor: 20n, parents: [0] },
  { id: 2, readOnly: false, endCursor: 30n, parents: [0] },
  { id: 3, readOnly: false, endCursor: 30n, parents: [1] },
  { id: 4, readOnly: false, endCursor: 30n, parents: [1] },
];

const save = (consumer: string, shard: number, at: bigint, force = false) => ({
  consumer,
  shard,
  checkpoint: cursorText(at),
  force,
});

describe('assignment', () => {
  test('goes through the trace observed with the vendor library, step by step', () => {
    const group = createGroup();
    const shards = shardsOf(2);
    const steps: [string, number[], number[]][] = [
      ['A', [], [0, 1]],
      ['B', [], []],
      ['A', [0, 1], [0]],
      ['B', [], []],
      ['A', [0], [0]],
      ['B', [], [1]],
      ['A', [0], [0]],
      ['B', [1], [1]],
    ];
    for (const [consumer, reported, reply] of steps) {
      expect(group.heartbeat(consumer, reported, shards, 0)).toEqual(reply);
    }
  });

  test('a shard in transfer is still the holder’s to save, and not yet the taker’s', () => {
    const group = createGroup();
    const shards = shardsOf(2);
    group.heartbeat('A', [], shards, 0);
    group.heartbeat('B', [], shards, 0);
    expect(group.state(shards[1] as GroupShard, shards)).toEqual({ kind: 'transfer', holder: 'A', taker: 'B' });
    expect(() => group.saveCheckpoint(save('B', 1, 5n), shards, 0)).toThrow(
      expect.objectContaining({ code: 'ConsumerNotMatch' }),
    );
    group.saveCheckpoint(save('A', 1, 5n), shards, 0);
    expect(group.checkpoint(1)?.consumer).toBe('A');
  });

  test('a taker that times out first leaves the shard with its holder', () => {
    const group = createGroup();
    const shards = shardsOf(2);
    group.heartbeat('A', [], shards, 0);
    group.heartbeat('B', [], shards, 0);
    expect(group.heartbeat('A', [0, 1], shards, TIMEOUT_MS)).toEqual([0]);
    expect(group.heartbeat('A', [0, 1], shards, TIMEOUT_MS + 1)).toEqual([0, 1]);
  });

  test('a holder that times out loses its shards to who is left', () => {
    const group = createGroup();
    const shards = shardsOf(2);
    group.heartbeat('A', [], shards, 0);
    group.heartbeat('B', [], shards, TIMEOUT_MS);
    expect(group.heartbeat('B', [], shards, TIMEOUT_MS + 1)).toEqual([0, 1]);
    expect([...group.consumers(TIMEOUT_MS + 1).keys()]).toEqual(['B']);
  });

  test('who was timed out and still reports shards is told so, and may begin anew with nothing', () => {
    const group = createGroup();
    const shards = shardsOf(1);
    group.heartbeat('A', [], shards, 0);
    expect(() => group.heartbeat('A', [0], shards, TIMEOUT_MS + 1)).toThrow(
      expect.objectContaining({ code: 'NotExistConsumerWithBody', status: 400 }),
    );
    expect(group.heartbeat('A', [], shards, TIMEOUT_MS + 1)).toEqual([0]);
  });

  test('the shards of a split are dealt at once without order', () => {
    const group = createGroup();
    expect(group.heartbeat('A', [], lineage, 0)).toEqual([0, 1, 2, 3, 4]);
  });

  test('with a balancing lag, a new member gets nothing until it has passed', () => {
    const group = createGroup({ balancingLagMs: 5000 });
    const shards = shardsOf(2);
    expect(group.heartbeat('A', [], shards, 0)).toEqual([]);
    expect(group.heartbeat('A', [], shards, 4999)).toEqual([]);
    expect(group.heartbeat('A', [], shards, 5000)).toEqual([0, 1]);
  });

  test('what is no longer reported stays with its holder until the timeout', () => {
    const group = createGroup();
    const shards = shardsOf(2);
    group.heartbeat('A', [], shards, 0);
    expect(group.heartbeat('A', [0], shards, 1)).toEqual([0, 1]);
  });

  test('by its switch, what is no longer reported is free, though not for the same answer', () => {
    const group = createGroup({ freeUnreported: true });
    const shards = shardsOf(2);
    group.heartbeat('A', [], shards, 0);
    expect(group.heartbeat('A', [0], shards, 1)).toEqual([0]);
    expect(group.state(shards[1] as GroupShard, shards)).toEqual({ kind: 'not_alloc' });
    expect(group.heartbeat('A', [0], shards, 2)).toEqual([0, 1]);
  });

  test('by that switch, a last empty heartbeat frees all, yet it renews the name, which is dealt shards again until its timeout', () => {
    const group = createGroup({ freeUnreported: true });
    const shards = shardsOf(2);
    group.heartbeat('A', [], shards, 0);
    group.heartbeat('B', [], shards, 0);
    group.heartbeat('A', [0], shards, 0);
    expect(group.heartbeat('B', [], shards, 0)).toEqual([1]);
    expect(group.heartbeat('A', [], shards, 1)).toEqual([]);
    expect(group.state(shards[0] as GroupShard, shards)).toEqual({ kind: 'not_alloc' });
    expect(group.heartbeat('B', [1], shards, TIMEOUT_MS)).toEqual([1]);
    expect(group.state(shards[0] as GroupShard, shards)).toEqual({ kind: 'already_alloc', holder: 'A' });
    expect(group.heartbeat('B', [1], shards, TIMEOUT_MS + 2)).toEqual([0, 1]);
  });
});

describe('over and order', () => {
  test('with order, a child waits until all its ancestors are read-only and checkpointed at their end', () => {
    const group = createGroup({ order: true });
    const kinds = (): string[] => lineage.map((shard) => group.state(shard, lineage).kind);
    expect(group.heartbeat('A', [], lineage, 0)).toEqual([0]);
    expect(kinds()).toEqual(['already_alloc', 'wait', 'wait', 'wait', 'wait']);
    group.saveCheckpoint(save('A', 0, 9n), lineage, 0);
    expect(group.heartbeat('A', [0], lineage, 0)).toEqual([0]);
    group.saveCheckpoint(save('A', 0, 10n), lineage, 0);
    expect(group.heartbeat('A', [0], lineage, 0)).toEqual([1, 2]);
    expect(kinds()).toEqual(['over', 'already_alloc', 'already_alloc', 'wait', 'wait']);
    group.saveCheckpoint(save('A', 1, 20n), lineage, 0);
    expect(group.heartbeat('A', [1, 2], lineage, 0)).toEqual([2, 3, 4]);
  });

  test('the last holder of a shard that is over may save again until it stops reporting it', () => {
    const group = createGroup();
    const shards = lineage.slice(0, 1);
    group.heartbeat('A', [], shards, 0);
    group.saveCheckpoint(save('A', 0, 10n), shards, 0);
    expect(group.heartbeat('A', [0], shards, 0)).toEqual([]);
    group.saveCheckpoint(save('A', 0, 10n), shards, 0);
    expect(group.heartbeat('A', [], shards, 0)).toEqual([]);
    expect(() => group.saveCheckpoint(save('A', 0, 10n), shards, 0)).toThrow(
      expect.objectContaining({ code: 'ConsumerNotMatch' }),
    );
  });

  test('a forced checkpoint elsewhere brings a shard that is over back', () => {
    const group = createGroup();
    const shards = lineage.slice(0, 1);
    group.heartbeat('A', [], shards, 0);
    group.saveCheckpoint(save('A', 0, 10n), shards, 0);
    group.saveCheckpoint(save('', 0, 5n, true), shards, 0);
    expect(group.state(shards[0] as GroupShard, shards)).toEqual({ kind: 'not_alloc' });
    expect(group.heartbeat('A', [], shards, 0)).toEqual([0]);
  });

  test('order switched off frees what waits; switched on, it holds back later splits only', () => {
    const group = createGroup({ order: true });
    const early = lineage.slice(0, 3);
    expect(group.heartbeat('A', [], early, 0)).toEqual([0]);
    group.update({ order: false }, early);
    expect(group.heartbeat('A', [0], early, 0)).toEqual([0, 1, 2]);
    group.update({ order: true }, early);
    expect(group.heartbeat('B', [], lineage, 0)).toEqual([]);
    expect(group.state(lineage[2] as GroupShard, lineage).kind).not.toBe('wait');
    expect(group.state(lineage[3] as GroupShard, lineage).kind).toBe('wait');
  });
});

describe('fencing', () => {
  const shards = shardsOf(2);
  function twoMembers(switches: Partial<SlsSwitches> = {}): ConsumerGroup {
    const group = createGroup(switches);
    group.heartbeat('A', [], shards, 0);
    group.heartbeat('B', [], shards, 0);
    group.heartbeat('A', [0], shards, 0);
    return group;
  }

  test.each([
    ['held by another', save('B', 0, 5n), 'ConsumerNotMatch', 400],
    ['unknown consumer', save('C', 0, 5n), 'ConsumerNotExist', 404],
    ['empty consumer', save('', 0, 5n), 'ConsumerNotExist', 404],
    ['unknown shard', save('A', 7, 5n), 'ShardNotExist', 404],
    ['unknown shard, forced', save('A', 7, 5n, true), 'ShardNotExist', 404],
    ['no Base64', { ...save('A', 0, 5n), checkpoint: '123' }, 'InvalidShardCheckPoint', 400],
  ])('%s: refused, and nothing is stored', (_what, attempt, code, status) => {
    const group = twoMembers();
    expect(() => group.saveCheckpoint(attempt, shards, 0)).toThrow(expect.objectContaining({ code, status }));
    expect(group.checkpoint(0)).toBeUndefined();
  });

  test('the caller itself may have timed out: its save is refused before its next heartbeat tells it', () => {
    const group = twoMembers();
    expect(() => group.saveCheckpoint(save('A', 0, 5n), shards, TIMEOUT_MS + 1)).toThrow(
      expect.objectContaining({ code: 'ConsumerNotExist' }),
    );
  });

  test('force stores whoever asks, also backwards', () => {
    const group = twoMembers();
    group.saveCheckpoint(save('A', 0, 50n), shards, 0);
    group.saveCheckpoint(save('', 0, 5n, true), shards, 0);
    expect(group.checkpoint(0)).toMatchObject({ cursor: 5n, consumer: '' });
  });

  test('the statuses follow their switches', () => {
    const group = twoMembers({ consumerNotMatchStatus: 409, consumerNotExistStatus: 400 });
    expect(() => group.saveCheckpoint(save('B', 0, 5n), shards, 0)).toThrow(expect.objectContaining({ status: 409 }));
    expect(() => group.saveCheckpoint(save('C', 0, 5n), shards, 0)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe('whatever happens', () => {
  const names = ['A', 'B', 'C', 'D'];
  const events = fc.array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          kind: fc.constant('beat' as const),
          who: fc.constantFrom(...names),
          drops: fc.boolean(),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), who: fc.constantFrom(...names) }) },
    ),
    { maxLength: 80 },
  );

  test('no shard is ever in the hands of two members whose sessions both last, and all are dealt evenly in the end', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 7 }), (history, count) => {
        const group = createGroup();
        const shards = shardsOf(count);
        /** What each member works on: its last reply, and what it has not let go of yet. */
        const working = new Map<string, { holding: Set<number>; lastBeatMs: number }>();
        let nowMs = 0;

        function beat(who: string, letsGo: boolean): readonly number[] {
          const mine = working.get(who) ?? { holding: new Set<number>(), lastBeatMs: nowMs };
          if (nowMs - mine.lastBeatMs > TIMEOUT_MS) mine.holding.clear();
          const reply = group.heartbeat(who, [...mine.holding], shards, nowMs);
          for (const id of [...mine.holding]) if (letsGo && !reply.includes(id)) mine.holding.delete(id);
          for (const id of reply) mine.holding.add(id);
          mine.lastBeatMs = nowMs;
          working.set(who, mine);
          const live = [...working.values()].filter((member) => nowMs - member.lastBeatMs <= TIMEOUT_MS);
          const held = live.flatMap((member) => [...member.holding]);
          expect(new Set(held).size).toBe(held.length);
          return reply;
        }

        for (const event of history) {
          if (event.kind === 'wait') nowMs += event.ms;
          else if (event.kind === 'crash') working.delete(event.who);
          else if (working.has(event.who) || !group.consumers(nowMs).has(event.who)) beat(event.who, event.drops);
        }
        nowMs += TIMEOUT_MS + 1;
        let last: (readonly number[])[] = [];
        for (let round = 0; round < 3 * count + 6; round++) last = names.map((who) => beat(who, true));
        expect(last.flat().sort()).toEqual(shards.map((shard) => shard.id));
        const sizes = last.map((held) => held.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});
