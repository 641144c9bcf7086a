import { type Balancer, stickyBalancer } from '@polylog/core/driver';
import { describe, expect, test } from 'vitest';
import { balancerFor } from './balance.js';
import { createLtsGroup } from './consumer-group.js';
import { type LtsSwitches, ltsSwitches } from './switches.js';

/** One group, driven by hand: times in seconds. */
function table(count: number, switches: Partial<LtsSwitches> = {}, balancer: Balancer = stickyBalancer) {
  const shards = Array.from({ length: count }, (_, id) => String(id));
  const group = createLtsGroup({
    name: 'g',
    timeoutSeconds: 10,
    createdAtMs: 0,
    balancer,
    switches: { ...ltsSwitches.defaults, ...switches },
  });
  const beat = (consumer: string, held: string, second = 0): string =>
    [...group.heartbeat(consumer, [...held], shards, second * 1000)].sort().join('');
  const commit = (consumer: string, shard: string, checkpoint: bigint): void =>
    group.commit(consumer, [{ shard, checkpoint }], 0);
  return { group, shards, beat, commit };
}

describe('hand-over', () => {
  test('a shard that moves is left out of its consumer’s answers, and given to the next one when no longer reported', () => {
    const { beat, group } = table(4);
    expect(beat('A', '')).toBe('0123');
    expect(beat('B', '')).toBe('');
    expect(beat('A', '0123')).toBe('01');
    expect(beat('B', '')).toBe('');
    // Still winding one of them down.
    expect(beat('A', '013')).toBe('01');
    expect(beat('B', '')).toBe('2');
    expect(beat('A', '01')).toBe('01');
    expect(beat('B', '2')).toBe('23');
    expect([0, 1, 2, 3].map((id) => group.owner(String(id)))).toEqual(['A', 'A', 'B', 'B']);
  });

  test('or when its consumer was silent for the timeout, to the very second', () => {
    const { beat } = table(2);
    beat('A', '');
    expect(beat('B', '', 10)).toBe('');
    expect(beat('B', '', 10.001)).toBe('01');
  });

  test('a consumer that comes back in time keeps what it had; one that is evicted has nothing', () => {
    const { beat, group } = table(2);
    beat('A', '');
    expect(beat('A', '01', 9)).toBe('01');
    expect([group.evict('A'), group.evict('A')]).toEqual([true, false]);
    expect(beat('B', '', 9)).toBe('01');
    expect(beat('A', '01', 9)).toBe('');
  });

  test('counts differ by at most one, more consumers than shards leave some idle', () => {
    const { beat } = table(3);
    for (let round = 0; round < 9; round++) for (const name of 'ABCDE') beat(name, '');
    const counts = [...'ABCDE'].map((name) => beat(name, '').length);
    expect(counts.sort()).toEqual([0, 0, 1, 1, 1]);
  });

  test('new shards are dealt with the next heartbeat, and nothing else moves', () => {
    const { beat, shards } = table(2);
    beat('A', '');
    beat('B', '');
    beat('A', '01');
    beat('A', '0');
    expect(beat('B', '')).toBe('1');
    shards.push('2', '3');
    expect([beat('A', '0'), beat('B', '1')].sort()).toEqual(['02', '13']);
  });

  test('at-once: the next one has it while the old one still works on it', () => {
    const { beat } = table(2, { handOver: 'at-once' });
    expect(beat('A', '')).toBe('01');
    expect(beat('B', '')).toBe('1');
    expect(beat('A', '01')).toBe('0');
  });

  test('in-turn: dealt anew at each change, whoever had it', () => {
    const { beat } = table(4, {}, balancerFor('in-turn'));
    beat('B', '');
    beat('A', '');
    expect(beat('B', '0123')).toBe('13');
    expect(beat('B', '13')).toBe('13');
    expect(beat('A', '')).toBe('02');
    expect(balancerFor('sticky')).toBe(stickyBalancer);
    expect(balancerFor('in-turn')([], ['0'], new Map()).size).toBe(0);
  });
});

describe('commits', () => {
  /** A has 0, and is asked for 1, which it still reports. */
  function asked(commits: LtsSwitches['commits']): readonly string[] {
    const { beat, commit } = table(2, { commits });
    beat('A', '');
    beat('B', '');
    beat('A', '01');
    return ['A0', 'A1', 'B1', 'X0'].map((who) => {
      try {
        commit(who.charAt(0), who.charAt(1), 1n);
        return 'taken';
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
  }

  test('of anybody, of the owner and who still reports it, or of the owner alone', () => {
    const no = 'LTS.0009';
    expect(asked('last-writer-wins')).toEqual(['taken', 'taken', 'taken', 'taken']);
    expect(asked('fenced')).toEqual(['taken', 'taken', no, no]);
    expect(asked('strict')).toEqual(['taken', no, no, no]);
  });

  test.each([
    ['stored', 3n],
    ['ignored', 5n],
    ['refused', 5n],
  ] as const)('lowerCommit %s', (lowerCommit, left) => {
    const { group, commit } = table(1, { lowerCommit });
    commit('A', '0', 5n);
    const lower = (): void => commit('A', '0', 3n);
    if (lowerCommit === 'refused') expect(lower).toThrow('checkpoint 3 of shard 0 is below 5');
    else lower();
    expect(group.checkpoint('0')?.checkpoint).toBe(left);
    commit('B', '0', 5n);
    expect(group.checkpoint('0')).toEqual({ checkpoint: 5n, consumer: 'B', savedAtMs: 0 });
  });

  test('of many are taken as a whole or not at all', () => {
    const { group, beat } = table(2, { commits: 'fenced' });
    beat('A', '');
    const commits = ['0', '7'].map((shard) => ({ shard, checkpoint: 9n }));
    expect(() => group.commit('A', commits, 0)).toThrow('shard 7 is not held by consumer A');
    expect(group.checkpoint('0')).toBeUndefined();
  });
});
