import { describe, expect, test } from 'vitest';
import { oneClsLog, startClsFixture } from '../../../testing/cls-fixture.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const tag = (Key: string): object => ({ Key, Value: 'v' });

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
    ['CreateLogset', { LogsetName: 'a|b' }, 'InvalidParameter'],
    ['CreateLogset', { LogsetName: 'x'.repeat(256) }, 'InvalidParameter'],
    ['CreateLogset', { LogsetName: 'x', LogsetId: 'mine-1250000000' }, 'UnsupportedOperation'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'a|b' }, 'InvalidParameter'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'cls_service_log' }, 'InvalidParameter'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'x', Period: 3601 }, 'InvalidParameter'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'x', Period: 6, StorageType: 'cold' }, 'InvalidParameter'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'x', StorageType: 'warm' }, 'InvalidParameter'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'x', HotPeriod: 30 }, 'InvalidParameter'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'x', AutoSplit: 'yes' }, 'InvalidParameter'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'x', Tags: [tag('a'), tag('a')] }, 'InvalidParameter'],
    ['CreateTopic', { LogsetId: 'set', TopicName: 'x', Tags: 'abcdefghijk'.split('').map(tag) }, 'InvalidParameter'],
    ['ModifyLogset', { LogsetId: 'nope', LogsetName: 'x' }, 'ResourceNotFound.LogsetNotExist'],
    ['ModifyLogset', { LogsetId: 'set', LogsetName: '' }, 'MissingParameter'],
    ['ModifyTopic', { TopicId: 'nope' }, 'ResourceNotFound.TopicNotExist'],
    ['ModifyTopic', { TopicId: 'top', Period: 3, StorageType: 'cold' }, 'InvalidParameter'],
    ['ModifyTopic', { TopicId: 'top', PartitionCount: 3 }, 'UnsupportedOperation'],
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

  test('are changed in what is named, and in nothing else', async () => {
    const { ask, api } = await startClsFixture();
    await ask('ModifyLogset', { LogsetId: 'set', Tags: [tag('env')] });
    await ask('ModifyLogset', { LogsetId: 'set', LogsetName: 'renamed' });
    expect((await ask('DescribeLogsets')).Logsets).toMatchObject([{ LogsetName: 'renamed', Tags: [tag('env')] }]);
    await ask('ModifyTopic', { TopicId: 'top', Describes: 'a topic', AutoSplit: false, Tags: [tag('env')] });
    await ask('ModifyTopic', { TopicId: 'top', TopicName: 'other', Period: 90, HotPeriod: 7, IsWebTracking: true });
    const { Topics } = await ask('DescribeTopics');
    expect(Topics).toMatchObject([{ TopicName: 'other', Period: 90, HotPeriod: 7, IsWebTracking: true }]);
    expect(Topics[0]).toMatchObject({ Describes: 'a topic', AutoSplit: false, Tags: [tag('env')], TopicId: 'top' });
    const { LogsetId } = await ask('CreateLogset', { LogsetName: 'second' });
    expect((await api('ModifyLogset', { LogsetId, LogsetName: 'renamed' })).code).toBe(
      'InvalidParameter.LogsetConflict',
    );
    const { TopicId } = await ask('CreateTopic', { LogsetId: 'set', TopicName: 'third' });
    expect((await api('ModifyTopic', { TopicId, TopicName: 'other' })).code).toBe('InvalidParameter.TopicConflict');
    await ask('ModifyTopic', { TopicId, TopicName: 'third' });
  });

  test('a shorter period forgets what has outlived it', async () => {
    const { ask, emulator } = await startClsFixture();
    emulator.cls.put('top', oneClsLog('old'));
    emulator.clock.advance(8 * 86_400_000);
    emulator.cls.put('top', oneClsLog('new'));
    expect(emulator.cls.partitions('top')).toMatchObject([{ keptGroups: 2 }]);
    await ask('ModifyTopic', { TopicId: 'top', Period: 7 });
    expect(emulator.cls.partitions('top')).toMatchObject([{ keptGroups: 1 }]);
  });

  test('a topic that is closed takes no logs until it is opened again', async () => {
    const { ask, upload } = await startClsFixture();
    await ask('ModifyTopic', { TopicId: 'top', Status: false });
    expect(await upload('top', [oneClsLog('x')])).toMatchObject({ status: 400, code: 'TopicClosed' });
    await ask('ModifyTopic', { TopicId: 'top', Status: true });
    expect((await upload('top', [oneClsLog('x')])).status).toBe(200);
  });

  test('are found by a part of a topic’s name, by tags and by what else the service knows', async () => {
    const { ask } = await startClsFixture();
    const LogsetId = 'set';
    await ask('CreateTopic', { LogsetId, TopicName: 'access-log', Tags: [tag('env')], StorageType: 'cold' });
    await ask('CreateTopic', { LogsetId, TopicName: 'access' });
    const names = async (Key: string, value: string, more: object = {}): Promise<unknown> => {
      const { Topics } = await ask('DescribeTopics', { Filters: [{ Key, Values: [value] }], ...more });
      return (Topics as readonly { readonly TopicName: string }[]).map(({ TopicName }) => TopicName);
    };
    expect(await names('topicName', 'access')).toEqual(['access-log', 'access']);
    expect(await names('topicName', 'access', { PreciseSearch: 1 })).toEqual(['access']);
    expect(await names('logsetName', 'se', { PreciseSearch: 2 })).toEqual([]);
    expect(await names('logsetName', 'se')).toEqual(['top', 'access-log', 'access']);
    expect(await names('tagKey', 'env')).toEqual(['access-log']);
    expect(await names('tag:env', 'prod')).toEqual([]);
    expect(await names('tag:env', 'v')).toEqual(['access-log']);
    expect(await names('storageType', 'hot')).toEqual(['top', 'access']);
  });

  test('there are as many as the switches allow', async () => {
    const { api } = await startClsFixture({ switches: { maxLogsets: 2, maxTopics: 2 } });
    const codes = async (action: string, of: (n: number) => object): Promise<readonly unknown[]> => {
      const answers: unknown[] = [];
      for (const n of [1, 2]) answers.push((await api(action, of(n))).code);
      return answers;
    };
    expect(await codes('CreateLogset', (n) => ({ LogsetName: `l${n}` }))).toEqual([undefined, 'LimitExceeded.Logset']);
    expect(await codes('CreateTopic', (n) => ({ LogsetId: 'set', TopicName: `t${n}` }))).toEqual([
      undefined,
      'LimitExceeded.Topic',
    ]);
  });
});
