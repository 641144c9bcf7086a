import { describe, expect, test } from 'vitest';
import { clsBalancer } from './balance.js';
import { type ClsGroup, createClsGroup, type GroupPartition } from './consumer-group.js';
import { type ClsSwitches, clsSwitches } from './switches.js';

/** One group over topic `t`, driven by hand: times in seconds, partitions by their numbers. */
function table(count: number, switches: Partial<ClsSwitches> = {}) {
  const partitions: (GroupPartition & { readOnly: boolean; keptGroups: number })[] = [];
  const add = (topicId: string, id: number): void => {
    partitions.push({ topicId, id, readOnly: false, keptGroups: 10, endOffset: 10n });
  };
  for (let id = 1; id <= count; id++) add('t', id);
  const group: ClsGroup = createClsGroup({
    name: 'g',
    timeoutSeconds: 10,
    topics: ['t', 'u'],
    balancer: clsBalancer,
    switches: { ...clsSwitches.defaults, ...switches },
  });
  const beat = (consumer: string, reported: readonly number[], second = 0): readonly string[] => {
    const keys = reported.map((id) => `t/${id}`);
    return [...group.heartbeat(consumer, keys, partitions, second * 1000)].sort();
  };
  const ids = (consumer: string, reported: readonly number[], second = 0): readonly number[] =>
    beat(consumer, reported, second).map((key) => Number(key.split('/')[1]));
  const commit = (consumer: string, partition: number, offset: bigint, second = 0): void =>
    group.commit(consumer, [{ topicId: 't', partition, offset }], second * 1000);
  return { group, partitions, add, beat, ids, commit };
}

describe('assignment', () => {
  test('the first heartbeat may already answer partitions', () => {
    expect(table(3).ids('A', [])).toEqual([1, 2, 3]);
  });

  test('example 2: C gets 3 and 6 once A and B no longer report them, not before', () => {
    const { ids } = table(6);
    ids('A', []);
    ids('B', []);
    expect(ids('A', [1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3]);
    expect(ids('A', [1, 2, 3])).toEqual([1, 2, 3]);
    expect(ids('B', [])).toEqual([4, 5, 6]);
    expect(ids('C', [])).toEqual([]);
    // Left out of the answer, still reported: both are finishing their work.
    expect(ids('A', [1, 2, 3])).toEqual([1, 2]);
    expect(ids('B', [4, 5, 6])).toEqual([4, 5]);
    expect(ids('C', [])).toEqual([]);
    expect(ids('A', [1, 2])).toEqual([1, 2]);
    expect(ids('C', [])).toEqual([3]);
    expect(ids('B', [4, 5])).toEqual([4, 5]);
    expect(ids('C', [3])).toEqual([3, 6]);
  });

  test('example 1: what a split brings goes to the one with fewest, of several to the later name', () => {
    const { ids, add } = table(4);
    ids('A', []);
    ids('B', []);
    ids('A', [1, 2, 3, 4]);
    ids('A', [1, 2]);
    expect(ids('B', [])).toEqual([3, 4]);
    add('t', 5);
    expect(ids('A', [1, 2])).toEqual([1, 2]);
    expect(ids('B', [3, 4])).toEqual([3, 4, 5]);
  });

  test('an owner that has not been told of a partition yet does not have to release it', () => {
    const { ids } = table(4);
    ids('A', []);
    ids('A', [1, 2, 3, 4], 1);
    expect(ids('X', [], 2)).toEqual([]);
    // A has gone. X is granted 1 and 3 and does not know yet, when D comes and one of them is too many.
    expect(ids('C', [], 12)).toEqual([2, 4]);
    expect(ids('D', [], 12)).toEqual([3]);
    expect(ids('X', [], 12)).toEqual([1]);
  });

  test('what an owner was told of and did not report yet is not free: another’s heartbeat came between', () => {
    const { ids, group } = table(2);
    expect(ids('A', [])).toEqual([1, 2]);
    expect(ids('B', [])).toEqual([]);
    expect(ids('B', [])).toEqual([]);
    expect(group.owner('t', 2)).toBe('A');
    expect(ids('A', [1, 2])).toEqual([1]);
    expect(ids('A', [1])).toEqual([1]);
    expect(ids('B', [])).toEqual([2]);
  });

  test('who is silent for longer than the timeout has lost all, and keeps it to the very second', () => {
    const { ids, group } = table(2);
    ids('A', []);
    expect(ids('B', [], 10)).toEqual([]);
    expect([...group.consumers(10_000).keys()]).toEqual(['A', 'B']);
    expect(ids('B', [], 10.001)).toEqual([1, 2]);
    expect([...group.consumers(10_001).keys()]).toEqual(['B']);
  });

  test('a partition asked back and given again reappears in the answers', () => {
    const { ids } = table(2);
    ids('A', []);
    ids('B', []);
    expect(ids('A', [1, 2], 5)).toEqual([1]);
    expect(ids('A', [1, 2], 11)).toEqual([1, 2]);
  });

  test('read-only partitions are dealt until they are read to their end, and dealt again after a rewind', () => {
    const { ids, partitions, commit } = table(2);
    (partitions[0] as { readOnly: boolean }).readOnly = true;
    expect(ids('A', [])).toEqual([1, 2]);
    commit('A', 1, 10n);
    expect(ids('A', [1, 2])).toEqual([2]);
    commit('A', 1, 4n);
    expect(ids('A', [2])).toEqual([1, 2]);
    (partitions[0] as { keptGroups: number }).keptGroups = 0;
    expect(ids('A', [1, 2])).toEqual([2]);
  });

  test('topics taken out of the group vanish from the answers; a shorter timeout counts at once', () => {
    const { beat, group, add } = table(1);
    add('u', 1);
    expect(beat('A', [])).toEqual(['t/1', 'u/1']);
    group.modify({ timeoutSeconds: 3, topics: ['t'] });
    const [only] = [['t/1']];
    expect([
      ...group.heartbeat(
        'A',
        ['t/1', 'u/1'],
        [{ topicId: 't', id: 1, readOnly: false, keptGroups: 0, endOffset: 0n }],
        1000,
      ),
    ]).toEqual(only);
    expect([...group.consumers(4001).keys()]).toEqual([]);
  });

  test('evicted is as good as silent', () => {
    const { ids, group } = table(2);
    ids('A', []);
    expect([group.evict('A'), group.evict('A')]).toEqual([true, false]);
    expect(ids('B', [])).toEqual([1, 2]);
  });
});

describe('switches', () => {
  test('pool: topics dealt as one, or each on its own', () => {
    const dealt = (pool: ClsSwitches['pool']): readonly string[] => {
      const { beat, add } = table(1, { pool });
      add('u', 1);
      beat('A', []);
      beat('B', []);
      beat('A', [1]);
      beat('A', []);
      return beat('B', []);
    };
    expect(dealt('group')).toEqual(['u/1']);
    // One partition each: all of them to the same one, by load and then by name.
    expect(dealt('topic')).toEqual([]);
  });

  test('releaseWaitSeconds: a partition that is not released is taken', () => {
    const { ids } = table(2, { releaseWaitSeconds: 5 });
    ids('A', []);
    ids('B', [], 1);
    ids('A', [1, 2], 5);
    expect(ids('B', [], 5.9)).toEqual([]);
    expect(ids('B', [], 6)).toEqual([2]);
  });

  test('maxConsumers: one more is refused', () => {
    const { ids } = table(2, { maxConsumers: 1 });
    ids('A', []);
    expect(() => ids('B', [])).toThrow(expect.objectContaining({ apiCode: 'LimitExceeded' }));
    expect(ids('B', [], 11)).toEqual([1, 2]);
  });

  test('minusOneCommit: ignored, or stored', () => {
    for (const [minusOneCommit, offset] of [
      ['ignored', 3n],
      ['stored', -1n],
    ] as const) {
      const { group, commit } = table(1, { minusOneCommit });
      commit('A', 1, 3n);
      commit('A', 1, -1n);
      expect(group.committed('t', 1)?.offset).toBe(offset);
    }
  });

  /** A has 1 and is asked for 2, which it still reports. */
  function asked(commits: ClsSwitches['commits']) {
    const all = table(2, { commits });
    all.ids('A', []);
    all.ids('B', []);
    all.ids('A', [1, 2]);
    const tried = (consumer: string, partition: number): string => {
      try {
        all.commit(consumer, partition, 1n);
        return 'taken';
      } catch (error) {
        return (error as { apiCode: string }).apiCode;
      }
    };
    return ['A1', 'A2', 'B2', 'X1'].map((who) => tried(who.charAt(0), Number(who.charAt(1))));
  }

  test('commits: by anybody, by the owner and who still reports it, or by the owner alone', () => {
    const no = 'FailedOperation';
    expect(asked('last-writer-wins')).toEqual(['taken', 'taken', 'taken', 'taken']);
    expect(asked('fenced')).toEqual(['taken', 'taken', no, no]);
    expect(asked('strict')).toEqual(['taken', no, no, no]);
  });

  test('a commit of many is refused as a whole', () => {
    const { group, ids } = table(2, { commits: 'fenced' });
    ids('A', []);
    const commits = [
      { topicId: 't', partition: 1, offset: 5n },
      { topicId: 'u', partition: 9, offset: 5n },
    ];
    expect(() => group.commit('A', commits, 0)).toThrow('partition 9 of topic u is not held by consumer A');
    expect(group.committed('t', 1)).toBeUndefined();
  });
});
