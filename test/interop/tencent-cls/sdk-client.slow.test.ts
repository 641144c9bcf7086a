import { type ClsClient, createClsClient } from '@polylog/tencent-cls';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { region } from '../../end-to-end/emulated-topics.js';
import { type ClsService, credentials, logsetId, startClsService } from '../../tencent-cls/cls-service.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { apiSdks, type OpenApi } from './api-sdks.js';

/** What no double holds. */
const LARGE = 2n ** 53n + 1n;

let service: ClsService;
let ours: ClsClient;
beforeEach(async () => {
  service = await startClsService({ topics: { orders: 2, refunds: 2 }, switches: { offsetBase: LARGE } });
  ours = createClsClient({ region, endpoint: service.emulator.cls.endpoint, credentials });
});
afterEach(async () => {
  await ours.close();
  await service.stop();
});

for (const { language, sdk, peer, exact, open } of apiSdks) {
  describeWithPeer(`the ${language} SDK of API 3.0, and ours`, sdk, peer, () => {
    let theirs: OpenApi;
    beforeAll(() => {
      theirs = open();
    });
    afterAll(() => theirs?.stop());

    // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered.
    async function call(action: string, body: object): Promise<any> {
      const outcome = await theirs.call(service.emulator.cls.endpoint, action, body);
      if ('refused' in outcome) throw new Error(`${action}: ${outcome.refused.code}`);
      return outcome.answer;
    }

    test(
      'a logset, a topic and its partitions that the one makes, splits and merges, the other is told of, and deletes',
      patience,
      async () => {
        const { LogsetId } = await call('CreateLogset', { LogsetName: '日志-theirs' });
        const theirTopic = { LogsetId, TopicName: 'web 日志', PartitionCount: 2, Period: 7 };
        const { TopicId } = await call('CreateTopic', theirTopic);
        const { items: topics, total } = await ours.topics.list({ logsetId: LogsetId });
        expect(total).toBe(1);
        expect(topics).toMatchObject([
          { topicId: TopicId, name: theirTopic.TopicName, partitionCount: 2, ttlDays: 7, logsetId: LogsetId },
        ]);
        const made = await ours.logsets.create({ name: 'ours' });
        const topic = await ours.topics.create({ ...made, name: 'app', partitionCount: 2, ttlDays: 30 });
        const filters = { Filters: [{ Key: 'logsetId', Values: [made.logsetId] }] };
        expect(await call('DescribeTopics', filters)).toMatchObject({
          Topics: [{ TopicId: topic.topicId, TopicName: 'app', PartitionCount: 2, Period: 30 }],
          TotalCount: 1,
        });

        const { Partitions: split } = await call('SplitPartition', { TopicId, PartitionId: 1, Number: 2 });
        const listed = (await ours.partitions.list({ topicId: TopicId })).items;
        expect(listed.map(({ id, readOnly }) => [id, readOnly])).toEqual([
          [1, true],
          [2, false],
          [3, false],
          [4, false],
        ]);
        expect(split.map((each: { readonly PartitionId: number }) => each.PartitionId)).toEqual([1, 3, 4]);
        await ours.partitions.merge({ topicId: TopicId, partition: 3 });
        const { Partitions: merged } = await call('DescribePartitions', { TopicId });
        expect(merged).toMatchObject([
          { PartitionId: 1, Status: 'readonly' },
          { PartitionId: 2, Status: 'readwrite' },
          { PartitionId: 3, Status: 'readonly' },
          { PartitionId: 4, Status: 'readonly' },
          {
            PartitionId: 5,
            Status: 'readwrite',
            InclusiveBeginKey: '0'.repeat(32),
            ExclusiveEndKey: listed[1]?.beginKey,
          },
        ]);

        await ours.topics.delete({ topicId: TopicId });
        expect(await call('DescribeTopics', { Filters: [{ Key: 'logsetId', Values: [LogsetId] }] })).toMatchObject({
          TotalCount: 0,
        });
        await call('DeleteTopic', { TopicId: topic.topicId });
        await expect(ours.topics.get(topic)).rejects.toMatchObject({ code: 'not-found' });
        await ours.logsets.delete({ logsetId: LogsetId });
        await call('DeleteLogset', { LogsetId: made.logsetId });
        expect((await ours.logsets.list()).items.map((logset) => logset.logsetId)).toEqual([logsetId]);
      },
    );

    test('a group that the one makes the other reads, changes and deletes', patience, async () => {
      const names = { LogsetId: logsetId, ConsumerGroup: 'theirs' };
      await call('CreateConsumerGroup', { ...names, Timeout: 40, Topics: ['orders', 'refunds'] });
      const theirGroup = { logsetId, group: 'theirs' };
      expect(await ours.consumerGroups.get(theirGroup)).toEqual({
        ...{ name: 'theirs', timeoutSeconds: 40, topicIds: ['orders', 'refunds'] },
      });
      await ours.consumerGroups.update({ ...theirGroup, timeoutSeconds: 90, topicIds: ['refunds'] });
      await ours.consumerGroups.create({ logsetId, group: 'ours', timeoutSeconds: 60, topicIds: ['orders'] });
      expect(await call('DescribeConsumerGroups', { LogsetId: logsetId })).toEqual({
        ConsumerGroupsInfo: [
          { ConsumerGroup: 'theirs', Timeout: 90, Topics: ['refunds'] },
          { ConsumerGroup: 'ours', Timeout: 60, Topics: ['orders'] },
        ],
      });
      await call('ModifyConsumerGroup', {
        ...names,
        ConsumerGroup: 'ours',
        Timeout: 120,
        Topics: ['orders', 'refunds'],
      });
      expect(await ours.consumerGroups.get({ logsetId, group: 'ours' })).toMatchObject({
        ...{ timeoutSeconds: 120, topicIds: ['orders', 'refunds'] },
      });
      await ours.consumerGroups.delete(theirGroup);
      await call('DeleteConsumerGroup', { LogsetId: logsetId, ConsumerGroup: 'ours' });
      expect((await ours.consumerGroups.list({ logsetId })).items).toEqual([]);
    });

    test(
      'partitions that a member of the one holds a member of the other is not given, and each reads what the other commits',
      patience,
      async () => {
        service.fill(1, ['a', 'b', 'c']);
        const group = { logsetId, group: 'billing' };
        const names = { LogsetId: logsetId, ConsumerGroup: 'billing' };
        await ours.consumerGroups.create({ ...group, timeoutSeconds: 60, topicIds: ['orders'] });
        const beat = async (held: readonly number[]): Promise<unknown> => {
          const { TopicPartitionsInfo } = await call('SendConsumerHeartbeat', {
            ...{ ...names, Consumer: 'theirs' },
            TopicPartitionsInfo: [{ TopicID: 'orders', Partitions: held }],
          });
          return TopicPartitionsInfo;
        };
        expect(await beat([])).toEqual([{ TopicID: 'orders', Partitions: [1, 2] }]);
        const mine = { ...group, member: 'ours', topicIds: ['orders'], holding: [] };
        expect(await ours.consumerGroups.heartbeat(mine)).toEqual([]);
        expect(await beat([1, 2]), 'the highest has to go').toEqual([{ TopicID: 'orders', Partitions: [1] }]);
        await beat([1]);
        expect(await ours.consumerGroups.heartbeat(mine)).toEqual([{ topicId: 'orders', partition: 2 }]);

        const first = { topicId: 'orders', partition: 1 };
        await call('CommitConsumerOffsets', {
          ...{ ...names, Consumer: 'theirs' },
          TopicPartitionOffsetsInfo: [
            { TopicID: 'orders', PartitionOffsets: [{ PartitionId: 1, Offset: LARGE + 2n }] },
          ],
        });
        expect(await ours.checkpoints.get({ ...group, ...first })).toEqual({
          ...first,
          offset: LARGE + 2n,
          proven: true,
        });
        await ours.checkpoints.set({ ...group, ...first, offset: LARGE + 3n });
        const asked = { ...names, From: 'begin', TopicId: 'orders', PartitionId: '1' };
        const { TopicPartitionOffsetsInfo } = await call('DescribeConsumerOffsets', asked);
        const Offset = exact ? LARGE + 3n : Number(LARGE + 3n);
        expect(TopicPartitionOffsetsInfo).toEqual([
          { TopicID: 'orders', PartitionOffsets: [{ PartitionId: 1, Offset }] },
        ]);
      },
    );

    test('is told of a wrong name by the same codes', patience, async () => {
      const { endpoint } = service.emulator.cls;
      const theirCode = async (action: string, body: object): Promise<string> => {
        const outcome = await theirs.call(endpoint, action, body);
        return 'refused' in outcome ? outcome.refused.code : 'none';
      };
      const ourCode = (promise: PromiseLike<unknown>): Promise<string> =>
        Promise.resolve(promise).then(
          () => 'none',
          (error: { readonly serviceCode?: string }) => error.serviceCode ?? String(error),
        );
      const topicId = 'missing';
      expect(await ourCode(ours.partitions.list({ topicId }))).toBe('ResourceNotFound.TopicNotExist');
      expect(await theirCode('DescribePartitions', { TopicId: topicId })).toBe('ResourceNotFound.TopicNotExist');
      const group = { logsetId, group: 'missing' };
      expect(await theirCode('DeleteConsumerGroup', { LogsetId: logsetId, ConsumerGroup: 'missing' })).toBe(
        await ourCode(ours.consumerGroups.delete(group)),
      );
    });
  });
}
