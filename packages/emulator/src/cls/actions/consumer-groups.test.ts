import { describe, expect, test } from 'vitest';
import { type ClsFixture, oneClsLog, startClsFixture } from '../../../testing/cls-fixture.js';
import type { ClsSwitches } from '../switches.js';

const group = { LogsetId: 'set', ConsumerGroup: 'g' };

/** With topics `top` (2 partitions) and `other` (1), and group `g` over both. */
async function withGroup(switches: Partial<ClsSwitches> = {}): Promise<ClsFixture> {
  const fixture = await startClsFixture({ partitions: 2, switches });
  fixture.emulator.cls.createTopic({ logset: 'set', topic: 'other' });
  await fixture.ask('CreateConsumerGroup', { ...group, Timeout: 40, Topics: ['top', 'other'] });
  return fixture;
}

const beat = (fixture: ClsFixture, consumer: string, reported: readonly object[] = []) =>
  fixture.ask('SendConsumerHeartbeat', {
    ...group,
    Consumer: consumer,
    TopicPartitionsInfo: reported,
    PartitionStrategy: 2,
  });

describe('consumer groups', () => {
  test('are created, described, modified and deleted', async () => {
    const { ask } = await startClsFixture();
    const { RequestId, ...created } = await ask('CreateConsumerGroup', { ...group, Timeout: 40, Topics: ['top'] });
    expect([typeof RequestId, created]).toEqual(['string', { ConsumerGroup: 'g' }]);
    const list = async (more = {}): Promise<unknown> =>
      (await ask('DescribeConsumerGroups', { LogsetId: 'set', ...more })).ConsumerGroupsInfo;
    expect(await list()).toEqual([{ ConsumerGroup: 'g', Timeout: 40, Topics: ['top'] }]);
    expect(await list({ Topics: ['elsewhere'] })).toEqual([]);
    expect(Object.keys(await ask('ModifyConsumerGroup', { ...group, Timeout: 6, Topics: ['top'] }))).toEqual([
      'RequestId',
    ]);
    expect(await list({ Topics: ['top', 'elsewhere'] })).toEqual([{ ConsumerGroup: 'g', Timeout: 6, Topics: ['top'] }]);
    await ask('DeleteConsumerGroup', group);
    expect(await list()).toEqual([]);
  });

  test('a second one of a name is refused in the words that the vendor’s libraries look for', async () => {
    const { api } = await withGroup();
    const { status, json } = await api('CreateConsumerGroup', { ...group, Timeout: 40, Topics: ['top'] });
    expect([status, json.Response.Error]).toEqual([
      200,
      { Code: 'InvalidParameter', Message: 'consumer group already exists' },
    ]);
  });

  test.each([
    ['a name with a space', { ConsumerGroup: 'a b' }, 'InvalidParameter'],
    ['no name', { ConsumerGroup: undefined }, 'MissingParameter'],
    ['no timeout', { Timeout: undefined }, 'MissingParameter'],
    ['a timeout of 0', { Timeout: 0 }, 'InvalidParameterValue'],
    ['a timeout above an hour', { Timeout: 3601 }, 'InvalidParameterValue'],
    ['half a second', { Timeout: 1.5 }, 'InvalidParameterValue'],
    ['no topics', { Topics: [] }, 'MissingParameter'],
    ['an unknown topic', { Topics: ['top', 'nope'] }, 'ResourceNotFound.TopicNotExist'],
    ['a topic of another logset', { Topics: ['far'] }, 'ResourceNotFound.TopicNotExist'],
    ['an unknown logset', { LogsetId: 'nope' }, 'ResourceNotFound.LogsetNotExist'],
  ])('%s is refused: %o', async (_name, change, code) => {
    const { api, emulator } = await startClsFixture();
    emulator.cls.createLogset('away');
    emulator.cls.createTopic({ logset: 'away', topic: 'far' });
    const fields = { ...group, Timeout: 40, Topics: ['top'], ...change };
    expect((await api('CreateConsumerGroup', fields)).code).toBe(code);
    expect(() => emulator.cls.consumerGroup('set', 'g')).toThrow('consumer group g does not exist');
  });

  test('one that is not there is ResourceNotFound for every action', async () => {
    const { api } = await startClsFixture();
    const more = { Timeout: 40, Topics: ['top'], Consumer: 'a', From: 'begin' };
    for (const action of [
      'ModifyConsumerGroup',
      'DeleteConsumerGroup',
      'SendConsumerHeartbeat',
      'CommitConsumerOffsets',
      'DescribeConsumerOffsets',
    ]) {
      expect([action, (await api(action, { ...group, ...more })).code]).toEqual([action, 'ResourceNotFound']);
    }
  });
});

describe('heartbeats', () => {
  test('answer an entry for each topic of the group, with or without partitions', async () => {
    const fixture = await withGroup();
    const { RequestId, ...first } = await beat(fixture, 'a');
    expect([typeof RequestId, first]).toEqual([
      'string',
      {
        ConsumerGroup: 'g',
        TopicPartitionsInfo: [
          { TopicID: 'top', Partitions: [1, 2] },
          { TopicID: 'other', Partitions: [1] },
        ],
      },
    ]);
    expect((await beat(fixture, 'b')).TopicPartitionsInfo).toEqual([
      { TopicID: 'top', Partitions: [] },
      { TopicID: 'other', Partitions: [] },
    ]);
  });

  test('a partition changes hands once its owner no longer reports it', async () => {
    const fixture = await withGroup();
    await beat(fixture, 'a');
    await beat(fixture, 'b');
    const all = [
      { TopicID: 'top', Partitions: [1, 2] },
      { TopicID: 'other', Partitions: [1] },
    ];
    const less = [{ TopicID: 'top', Partitions: [1] }, all[1] as object];
    expect((await beat(fixture, 'a', all)).TopicPartitionsInfo).toEqual(less);
    expect((await beat(fixture, 'b')).TopicPartitionsInfo[0].Partitions).toEqual([]);
    await beat(fixture, 'a', less);
    expect((await beat(fixture, 'b')).TopicPartitionsInfo[0].Partitions).toEqual([2]);
    expect(fixture.emulator.cls.consumerGroup('set', 'g')).toMatchObject({
      consumers: ['a', 'b'],
      partitions: [
        { topic: 'top', id: 1, owner: 'a' },
        { topic: 'top', id: 2, owner: 'b' },
        { topic: 'other', id: 1, owner: 'a' },
      ],
    });
  });

  test('a null or a missing list reports nothing; what is no list is refused', async () => {
    const { api, ask } = await withGroup();
    for (const TopicPartitionsInfo of [null, undefined, [], [{ TopicID: 'top', Partitions: null }]]) {
      await ask('SendConsumerHeartbeat', { ...group, Consumer: 'a', TopicPartitionsInfo });
    }
    for (const TopicPartitionsInfo of ['x', [1], [{ Partitions: [1] }], [{ TopicID: 'top', Partitions: ['1'] }]]) {
      const { code } = await api('SendConsumerHeartbeat', { ...group, Consumer: 'a', TopicPartitionsInfo });
      expect(['InvalidParameter', 'MissingParameter']).toContain(code);
    }
    expect((await api('SendConsumerHeartbeat', { ...group, Consumer: 'a/b' })).code).toBe('InvalidParameter');
  });

  test('after a split the parent stays until it is read, and its children come at once', async () => {
    const fixture = await withGroup();
    const { cls } = fixture.emulator;
    cls.put('top', oneClsLog('x'), { partition: 1 });
    expect(cls.split('top', 1)).toEqual([3, 4]);
    expect((await beat(fixture, 'a')).TopicPartitionsInfo[0].Partitions).toEqual([1, 2, 3, 4]);
    await commit(fixture, [{ PartitionId: 1, Offset: 1 }]);
    expect((await beat(fixture, 'a')).TopicPartitionsInfo[0].Partitions).toEqual([2, 3, 4]);
  });

  test('a topic that is deleted or taken out leaves the answers', async () => {
    const fixture = await withGroup();
    await beat(fixture, 'a');
    await fixture.ask('DeleteTopic', { TopicId: 'other' });
    expect((await beat(fixture, 'a')).TopicPartitionsInfo[1]).toEqual({ TopicID: 'other', Partitions: [] });
    await fixture.ask('ModifyConsumerGroup', { ...group, Timeout: 40, Topics: ['top'] });
    expect((await beat(fixture, 'a')).TopicPartitionsInfo).toEqual([{ TopicID: 'top', Partitions: [1, 2] }]);
  });
});

const commit = (fixture: ClsFixture, PartitionOffsets: readonly object[], more: object = {}) =>
  fixture.ask('CommitConsumerOffsets', {
    ...group,
    Consumer: 'a',
    TopicPartitionOffsetsInfo: [{ TopicID: 'top', PartitionOffsets }],
    ...more,
  });

const offsets = async (fixture: ClsFixture, fields: object): Promise<Record<string, unknown>> => {
  const { TopicPartitionOffsetsInfo: list } = await fixture.ask('DescribeConsumerOffsets', { ...group, ...fields });
  type Entry = { TopicID: string; PartitionOffsets: readonly { PartitionId: number; Offset: number | bigint }[] };
  return Object.fromEntries(
    (list as readonly Entry[]).map(({ TopicID, PartitionOffsets }) => [
      TopicID,
      PartitionOffsets.map(({ PartitionId, Offset }) => [PartitionId, Offset]),
    ]),
  );
};

describe('offsets', () => {
  test('are committed many at once and described as whole numbers, exact beyond 2^53', async () => {
    const fixture = await withGroup();
    const large = 2n ** 53n + 1n;
    await commit(fixture, [
      { PartitionId: 1, Offset: large },
      { PartitionId: 2, Offset: 2n ** 63n - 1n },
    ]);
    const { text } = await fixture.api('DescribeConsumerOffsets', { ...group, From: 'begin', TopicId: 'top' });
    expect(text).toContain('{"PartitionId":1,"Offset":9007199254740993}');
    expect(text).toContain('{"PartitionId":2,"Offset":9223372036854775807}');
    const { partitions } = fixture.emulator.cls.consumerGroup('set', 'g');
    expect(partitions[0]).toMatchObject({ offset: large, savedBy: 'a' });
  });

  test('without a commit From counts: begin, end, or seconds of receipt', async () => {
    const fixture = await withGroup();
    const { cls, clock } = fixture.emulator;
    for (let n = 0; n < 3; n++) {
      cls.put('top', oneClsLog('x'), { partition: 1 });
      clock.advance(10_000);
    }
    cls.expire('top', { partition: 1, beforeOffset: 1n });
    const seconds = Math.floor(clock.now() / 1000) - 15;
    const from = async (From: string): Promise<unknown> => (await offsets(fixture, { From, TopicId: 'top' })).top;
    expect(await from('begin')).toEqual([
      [1, 1],
      [2, 0],
    ]);
    expect(await from('end')).toEqual([
      [1, 3],
      [2, 0],
    ]);
    expect(await from(String(seconds))).toEqual([
      [1, 2],
      [2, 0],
    ]);
    await commit(fixture, [{ PartitionId: 1, Offset: 2 }]);
    expect(((await from('end')) as number[][])[0]).toEqual([1, 2]);
    for (const From of ['start', '', '-1', '1711607794123']) {
      const { code } = await fixture.api('DescribeConsumerOffsets', { ...group, From });
      expect(['InvalidParameter', 'MissingParameter']).toContain(code);
    }
  });

  test('OffsetType 1 resolves From whatever was committed', async () => {
    const fixture = await withGroup();
    await commit(fixture, [{ PartitionId: 2, Offset: 7 }]);
    const [, second] = (await offsets(fixture, { From: 'begin', TopicId: 'top', OffsetType: 0 })).top as unknown[];
    expect(second).toEqual([2, 7]);
    const [, listed] = (await offsets(fixture, { From: 'begin', TopicId: 'top', OffsetType: 1 })).top as unknown[];
    expect(listed).toEqual([2, 0]);
  });

  test('no topic is all topics of the group; no partition, or -1, is all partitions', async () => {
    const fixture = await withGroup();
    const all = {
      top: [
        [1, 0],
        [2, 0],
      ],
      other: [[1, 0]],
    };
    expect(await offsets(fixture, { From: 'begin' })).toEqual(all);
    expect(await offsets(fixture, { From: 'begin', PartitionId: '-1' })).toEqual(all);
    expect(await offsets(fixture, { From: 'begin', TopicId: 'top', PartitionId: '2' })).toEqual({ top: [[2, 0]] });
    expect(await offsets(fixture, { From: 'begin', TopicId: 'top', PartitionId: 2 })).toEqual({ top: [[2, 0]] });
  });

  test('of what is not there are refused, and nothing of that call is stored', async () => {
    const fixture = await withGroup();
    const refused = async (TopicPartitionOffsetsInfo: readonly object[]): Promise<unknown> =>
      (await fixture.api('CommitConsumerOffsets', { ...group, Consumer: 'a', TopicPartitionOffsetsInfo })).code;
    const good = { TopicID: 'top', PartitionOffsets: [{ PartitionId: 1, Offset: 3 }] };
    expect(await refused([good, { TopicID: 'nope', PartitionOffsets: [] }])).toBe('ResourceNotFound.TopicNotExist');
    expect(await refused([good, { TopicID: 'top', PartitionOffsets: [{ PartitionId: 9, Offset: 3 }] }])).toBe(
      'ResourceNotFound.PartitionNotExist',
    );
    expect(await refused([good, { TopicID: 'top', PartitionOffsets: [{ PartitionId: 2 }] }])).toBe('MissingParameter');
    expect(await refused([good, { TopicID: 'top', PartitionOffsets: [{ PartitionId: 2, Offset: '3' }] }])).toBe(
      'InvalidParameter',
    );
    expect(fixture.emulator.cls.consumerGroup('set', 'g').partitions[0]?.offset).toBeUndefined();
    const { code } = await fixture.api('DescribeConsumerOffsets', { ...group, From: 'begin', TopicId: 'nope' });
    expect(code).toBe('ResourceNotFound.TopicNotExist');
  });

  test('-1 is not stored', async () => {
    const fixture = await withGroup();
    await commit(fixture, [{ PartitionId: 1, Offset: -1 }]);
    expect(fixture.emulator.cls.consumerGroup('set', 'g').partitions[0]?.offset).toBeUndefined();
  });
});

describe('switches', () => {
  const codes = {
    groupExistsCode: 'FailedOperation',
    unknownGroupCode: 'ResourceNotFound.ConsumerGroupNotExist',
    unknownTopicCode: 'ResourceNotFound',
    unknownPartitionCode: 'InvalidParameter',
  };

  test('codes of what exists and of what does not', async () => {
    const { api } = await withGroup(codes);
    const code = async (action: string, fields: object): Promise<unknown> =>
      (await api(action, { ...group, ...fields })).code;
    const settings = { Timeout: 40, Topics: ['top'] };
    expect(await code('CreateConsumerGroup', settings)).toBe(codes.groupExistsCode);
    expect(await code('DeleteConsumerGroup', { ConsumerGroup: 'h' })).toBe(codes.unknownGroupCode);
    expect(await code('ModifyConsumerGroup', { ...settings, Topics: ['nope'] })).toBe(codes.unknownTopicCode);
    expect(await code('DescribeConsumerOffsets', { From: 'begin', TopicId: 'top', PartitionId: '9' })).toBe(
      codes.unknownPartitionCode,
    );
  });

  test('offsetType: a service that takes no notice, and one that refuses it', async () => {
    const ignored = await withGroup({ offsetType: 'ignored' });
    await commit(ignored, [{ PartitionId: 1, Offset: 7 }]);
    const fields = { From: 'begin', TopicId: 'top', PartitionId: '1', OffsetType: 1 };
    expect((await offsets(ignored, fields)).top).toEqual([[1, 7]]);
    const refused = await withGroup({ offsetType: 'refused' });
    expect((await refused.api('DescribeConsumerOffsets', { ...group, ...fields })).code).toBe('InvalidParameter');
  });

  test('withoutTopic and withoutPartition: both have to be named', async () => {
    const { api } = await withGroup({ withoutTopic: 'refused', withoutPartition: 'refused' });
    const code = async (fields: object): Promise<unknown> =>
      (await api('DescribeConsumerOffsets', { ...group, From: 'begin', ...fields })).code;
    expect([await code({ PartitionId: '1' }), await code({ TopicId: 'top' })]).toEqual([
      'MissingParameter',
      'MissingParameter',
    ]);
    expect(await code({ TopicId: 'top', PartitionId: '1' })).toBeUndefined();
  });

  test('withoutPartition=committed: without one, only what has been committed is listed', async () => {
    const fixture = await withGroup({ withoutPartition: 'committed' });
    expect((await offsets(fixture, { From: 'begin', TopicId: 'top' })).top).toEqual([]);
    expect((await offsets(fixture, { From: 'begin', TopicId: 'top', PartitionId: '1' })).top).toEqual([[1, 0]]);
    await commit(fixture, [{ PartitionId: 1, Offset: 7 }]);
    expect((await offsets(fixture, { From: 'begin', TopicId: 'top' })).top).toEqual([[1, 7]]);
  });

  test('maxGroups: one more is refused', async () => {
    const { api } = await withGroup({ maxGroups: 1 });
    const { code } = await api('CreateConsumerGroup', { ...group, ConsumerGroup: 'h', Timeout: 40, Topics: ['top'] });
    expect(code).toBe('LimitExceeded');
  });

  test('commits=fenced: one of somebody else is refused with its own code', async () => {
    const fixture = await withGroup({ commits: 'fenced', commitRefusedCode: 'OperationDenied' });
    await expect(commit(fixture, [{ PartitionId: 1, Offset: 3 }])).rejects.toThrow('OperationDenied');
    await beat(fixture, 'a');
    await commit(fixture, [{ PartitionId: 1, Offset: 3 }]);
  });
});
