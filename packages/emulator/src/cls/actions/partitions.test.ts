import { describe, expect, test } from 'vitest';
import { oneClsLog, startClsFixture } from '../../../testing/cls-fixture.js';

describe('partitions', () => {
  test('are numbered from 1 and share all hash keys', async () => {
    const { ask } = await startClsFixture({ partitions: 2 });
    const { Partitions } = await ask('DescribePartitions', { TopicId: 'top' });
    expect(Partitions).toMatchObject([
      {
        PartitionId: 1,
        Status: 'readwrite',
        InclusiveBeginKey: '0'.repeat(32),
        ExclusiveEndKey: `8${'0'.repeat(31)}`,
        LastWriteTime: '',
      },
      { PartitionId: 2, Status: 'readwrite', InclusiveBeginKey: `8${'0'.repeat(31)}`, ExclusiveEndKey: 'f'.repeat(32) },
    ]);
  });

  test('split in the middle, at a key, or into several; merge with the right neighbour', async () => {
    const { ask } = await startClsFixture();
    const states = (list: readonly { PartitionId: number; Status: string }[]): readonly string[] =>
      list.map(({ PartitionId, Status }) => `${PartitionId} ${Status}`);
    const TopicId = 'top';
    expect(states((await ask('SplitPartition', { TopicId, PartitionId: 1 })).Partitions)).toEqual([
      '1 readonly',
      '2 readwrite',
      '3 readwrite',
    ]);
    const SplitKey = `c${'0'.repeat(31)}`;
    const { Partitions } = await ask('SplitPartition', { TopicId, PartitionId: 3, SplitKey });
    expect(Partitions[2]).toMatchObject({
      PartitionId: 5,
      InclusiveBeginKey: SplitKey,
      ExclusiveEndKey: 'f'.repeat(32),
    });
    expect((await ask('SplitPartition', { TopicId, PartitionId: 5, Number: 3 })).Partitions).toHaveLength(4);
    expect(states((await ask('MergePartition', { TopicId, PartitionId: 2 })).Partitions)).toEqual([
      '9 readwrite',
      '2 readonly',
      '4 readonly',
    ]);
    expect((await ask('DescribeTopics')).Topics[0].PartitionCount).toBe(4);
  });

  test.each([
    ['SplitPartition', { PartitionId: 9 }, 'ResourceNotFound.PartitionNotExist'],
    ['SplitPartition', { PartitionId: 1, SplitKey: 'xyz' }, 'InvalidParameter'],
    ['SplitPartition', { PartitionId: 1, SplitKey: '0'.repeat(32) }, 'InvalidParameter'],
    ['SplitPartition', { PartitionId: 1, Number: 1 }, 'InvalidParameterValue'],
    ['SplitPartition', { PartitionId: 1, Number: 50 }, 'InvalidParameter'],
    ['MergePartition', { PartitionId: 2 }, 'InvalidParameter'],
    ['MergePartition', {}, 'MissingParameter'],
  ])('%s %o: %s', async (action, fields, code) => {
    const { api } = await startClsFixture({ partitions: 2 });
    expect((await api(action, { TopicId: 'top', ...fields })).code).toBe(code);
  });

  test('handles do the same', async () => {
    const { emulator } = await startClsFixture({ partitions: 2 });
    const { cls } = emulator;
    expect(cls.split('top', 1)).toEqual([3, 4]);
    expect(cls.split('top', 2, { key: `c${'0'.repeat(31)}` })).toEqual([5, 6]);
    expect(cls.merge('top', 4)).toBe(7);
    expect(cls.put('top', oneClsLog('x'), { hashKey: 'ff' })).toEqual({ partition: 6, offset: 0n });
    expect(cls.put('top', { logs: [{ time: 1, contents: [['k', 'v']] }] }, { partition: 3 })).toEqual({
      partition: 3,
      offset: 0n,
    });
    expect(() => cls.put('top', oneClsLog('x'), { partition: 1 })).toThrow('not readwrite');
    cls.expire('top', { all: true });
    expect(
      cls.partitions('top').map(({ id, readOnly, parents, keptGroups }) => [id, readOnly, parents, keptGroups]),
    ).toEqual([
      [1, true, [], 0],
      [2, true, [], 0],
      [3, false, [1], 0],
      [4, true, [1], 0],
      [5, true, [2], 0],
      [6, false, [2], 0],
      [7, false, [4, 5], 0],
    ]);
  });
});
