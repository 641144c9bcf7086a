import { describe, expect, test } from 'vitest';
import { oneClsLog, startClsFixture } from '../../../testing/cls-fixture.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('logsets and topics', () => {
  test('are created under ids of the service’s own, listed by filters, and deleted', async () => {
    const { ask, api } = await startClsFixture();
    const { LogsetId } = await ask('CreateLogset', { LogsetName: 'named' });
    const { TopicId } = await ask('CreateTopic', {
      LogsetId,
      TopicName: 'logs',
      PartitionCount: 3,
      Period: 7,
      AutoSplit: false,
    });
    expect([LogsetId, TopicId].every((id) => UUID.test(id))).toBe(true);
    const topics = await ask('DescribeTopics', { Filters: [{ Key: 'logsetId', Values: [LogsetId] }] });
    expect(topics).toMatchObject({
      TotalCount: 1,
      Topics: [
        {
          LogsetId,
          TopicId,
          TopicName: 'logs',
          PartitionCount: 3,
          Period: 7,
          AutoSplit: false,
          MaxSplitPartitions: 50,
        },
      ],
    });
    expect(await ask('DescribeLogsets', { Filters: [{ Key: 'logsetName', Values: ['named', 'x'] }] })).toMatchObject({
      TotalCount: 1,
      Logsets: [{ LogsetId, LogsetName: 'named', TopicCount: 1 }],
    });
    expect((await api('DeleteLogset', { LogsetId })).code).toBe('InvalidParameter.LogsetNotEmpty');
    await ask('DeleteTopic', { TopicId });
    await ask('DeleteLogset', { LogsetId });
    expect(await ask('DescribeLogsets')).toMatchObject({ TotalCount: 1, Logsets: [{ LogsetId: 'set' }] });
  });

  test('lists come in pages of 20, at most 100', async () => {
    const { ask, api, emulator } = await startClsFixture();
    for (let n = 0; n < 24; n++) emulator.cls.createTopic({ logset: 'set', topic: `t${n}` });
    const counts = async (fields: object): Promise<unknown> => {
      const { Topics, TotalCount } = await ask('DescribeTopics', fields);
      return [Topics.length, TotalCount];
    };
    expect([await counts({}), await counts({ Offset: 20 }), await counts({ Limit: 100 })]).toEqual([
      [20, 25],
      [5, 25],
      [25, 25],
    ]);
    expect((await api('DescribeTopics', { Limit: 101 })).code).toBe('InvalidParameterValue');
    expect((await api('DescribeTopics', { Filters: [{ Key: 'colour', Values: ['red'] }] })).code).toBe(
      'InvalidParameter',
    );
  });

  test.each([
    ['CreateLogset', { LogsetName: 'set' }, 'InvalidParameter.LogsetConflict'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'top' }, 'InvalidParameter.TopicConflict'],
    ['CreateTopic', { LogsetId: 'nope', TopicName: 'x' }, 'ResourceNotFound.LogsetNotExist'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'x', PartitionCount: 11 }, 'InvalidParameterValue'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'x', Period: 0 }, 'InvalidParameterValue'],
    ['DeleteTopic', { TopicId: 'nope' }, 'ResourceNotFound.TopicNotExist'],
    ['DescribePartitions', {}, 'MissingParameter'],
  ])('%s %o: %s', async (action, fields, code) => {
    const { api } = await startClsFixture();
    expect((await api(action, fields)).code).toBe(code);
  });

  test('a handle’s name is the id, and has to fit into an envelope', async () => {
    const { emulator } = await startClsFixture();
    const { cls } = emulator;
    for (const topic of ['x'.repeat(37), 'ü', 'a b', '']) {
      expect(() => cls.createTopic({ logset: 'set', topic })).toThrow('cannot be an id');
    }
    expect(() => cls.createLogset('set')).toThrow('logset set exists');
    expect(() => cls.put('nope', oneClsLog('x'))).toThrow('topic nope does not exist');
  });
});

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
