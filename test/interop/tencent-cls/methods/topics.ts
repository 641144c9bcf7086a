import {
  logset,
  logsetId,
  type MethodPair,
  otherThan,
  type Place,
  page,
  tagsOf,
  topic,
  topicId,
} from './method-pair.js';

async function given({ client, cls }: Place): Promise<void> {
  cls.createLogset('second');
  cls.createTopic({ logset: 'second', topic: 'second-orders', partitions: 3, ttlDays: 7 });
  cls.createTopic({ logset: logsetId, topic: 'visits' });
  await client.topics.update({ topicId: 'visits', description: 'who came', tags: { env: 'prod' } });
}

const names = {
  ...{ logsetId: 'LogsetId', topicId: 'TopicId', name: 'TopicName', partitionCount: 'PartitionCount', index: 'Index' },
  ...{ createTime: 'CreateTime', status: 'Status', autoSplit: 'AutoSplit', maxSplitPartitions: 'MaxSplitPartitions' },
  ...{ storageType: 'StorageType', ttlDays: 'Period', description: 'Describes', hotTtlDays: 'HotPeriod' },
  webTracking: 'IsWebTracking',
};

// biome-ignore lint/suspicious/noExplicitAny: as the SDK's models write it.
function topicOf(told: any): object {
  const known = Object.entries(names).map(([ours, theirs]) => [ours, told[theirs]] as const);
  return {
    ...Object.fromEntries(known.filter(([, value]) => value !== null)),
    ...tagsOf(told.Tags),
    ...otherThan([...Object.values(names), 'Tags'], told),
  };
}

export const topics: readonly MethodPair[] = [
  {
    theirs: 'DescribeTopics',
    ours: 'client.topics.list',
    given,
    calls: () => [
      { theirs: {}, ours: ({ topics }) => topics.list().then(page) },
      { theirs: { Offset: 1, Limit: 1 }, ours: ({ topics }) => topics.list({ offset: 1, pageSize: 1 }).then(page) },
      {
        theirs: { Filters: [{ Key: 'logsetId', Values: [logsetId] }] },
        ours: ({ topics }) => topics.list(logset).then(page),
      },
      {
        theirs: { Filters: [{ Key: 'topicName', Values: ['orders'] }] },
        ours: ({ topics }) => topics.list({ nameContains: 'orders' }).then(page),
      },
    ],
    inOurWords: ({ Topics, TotalCount: total }) => ({ items: Topics.map(topicOf), total }),
  },
  {
    theirs: 'DescribeTopics',
    ours: 'client.topics.get',
    given,
    calls: () =>
      [topicId, 'visits'].map((id) => ({
        theirs: { Filters: [{ Key: 'topicId', Values: [id] }] },
        ours: ({ topics }) => topics.get({ topicId: id }),
      })),
    inOurWords: ({ Topics }) => topicOf(Topics[0]),
  },
  {
    theirs: 'CreateTopic',
    ours: 'client.topics.create',
    calls: () => [
      {
        theirs: { LogsetId: logsetId, TopicName: 'web 日志' },
        ours: ({ topics }) => topics.create({ ...logset, name: 'web 日志' }),
      },
      {
        theirs: {
          ...{ LogsetId: logsetId, TopicName: 'all', PartitionCount: 4, Period: 90, AutoSplit: false, HotPeriod: 30 },
          ...{ MaxSplitPartitions: 9, StorageType: 'hot', Describes: 'all of them', IsWebTracking: true },
          Tags: [{ Key: 'env', Value: 'prod' }],
        },
        ours: ({ topics }) =>
          topics.create({
            ...{ ...logset, name: 'all', partitionCount: 4, ttlDays: 90, autoSplit: false, hotTtlDays: 30 },
            ...{ maxSplitPartitions: 9, storageType: 'hot', description: 'all of them', webTracking: true },
            tags: { env: 'prod' },
          }),
      },
      {
        theirs: { LogsetId: logsetId, TopicName: 'all' },
        ours: ({ topics }) => topics.create({ ...logset, name: 'all' }),
      },
      {
        theirs: { LogsetId: 'missing', TopicName: 'x' },
        ours: ({ topics }) => topics.create({ logsetId: 'missing', name: 'x' }),
      },
      {
        theirs: { LogsetId: logsetId, TopicName: 'too-many', PartitionCount: 11 },
        ours: ({ topics }) => topics.create({ ...logset, name: 'too-many', partitionCount: 11 }),
      },
    ],
    inOurWords: ({ TopicId }) => ({ topicId: TopicId }),
    after: ({ topics }) => topics.list().all(),
  },
  {
    theirs: 'ModifyTopic',
    ours: 'client.topics.update',
    given,
    calls: () => [
      {
        theirs: { TopicId: topicId, TopicName: 'renamed', Period: 60, AutoSplit: false, Describes: 'other' },
        ours: ({ topics }) =>
          topics.update({ ...topic, name: 'renamed', ttlDays: 60, autoSplit: false, description: 'other' }),
      },
      {
        theirs: { TopicId: 'visits', Tags: [{ Key: 'a', Value: 'b' }], MaxSplitPartitions: 7 },
        ours: ({ topics }) => topics.update({ topicId: 'visits', tags: { a: 'b' }, maxSplitPartitions: 7 }),
      },
      {
        theirs: { TopicId: 'missing', Period: 60 },
        ours: ({ topics }) => topics.update({ topicId: 'missing', ttlDays: 60 }),
      },
    ],
    after: ({ topics }) => topics.list().all(),
  },
  {
    theirs: 'DeleteTopic',
    ours: 'client.topics.delete',
    given,
    calls: () =>
      [topicId, topicId].map((id) => ({
        theirs: { TopicId: id },
        ours: ({ topics }) => topics.delete({ topicId: id }),
      })),
    after: ({ topics }) => topics.list().all(),
  },
];
