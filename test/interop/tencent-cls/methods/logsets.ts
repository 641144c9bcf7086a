import { logset, logsetId, type MethodPair, otherThan, type Place, page, tagsOf } from './method-pair.js';

const given = async ({ cls }: Place): Promise<void> => cls.createLogset('second');
const second = { logsetId: 'second' };

// biome-ignore lint/suspicious/noExplicitAny: as the SDK's models write it.
function logsetOf(told: any): object {
  const { LogsetId, LogsetName: name, TopicCount: topicCount, CreateTime: createTime, Tags } = told;
  return {
    ...{ logsetId: LogsetId, name, topicCount, createTime, ...tagsOf(Tags) },
    ...otherThan(['LogsetId', 'LogsetName', 'TopicCount', 'CreateTime', 'Tags'], told),
  };
}

export const logsets: readonly MethodPair[] = [
  {
    theirs: 'DescribeLogsets',
    ours: 'client.logsets.list',
    given,
    calls: () => [
      { theirs: {}, ours: ({ logsets }) => logsets.list().then(page) },
      { theirs: { Offset: 1, Limit: 1 }, ours: ({ logsets }) => logsets.list({ offset: 1, pageSize: 1 }).then(page) },
      {
        theirs: { Filters: [{ Key: 'logsetName', Values: ['second'] }] },
        ours: ({ logsets }) => logsets.list({ name: 'second' }).then(page),
      },
    ],
    inOurWords: ({ Logsets, TotalCount: total }) => ({ items: Logsets.map(logsetOf), total }),
  },
  {
    theirs: 'DescribeLogsets',
    ours: 'client.logsets.get',
    given,
    calls: () =>
      [logsetId, 'second'].map((id) => ({
        theirs: { Filters: [{ Key: 'logsetId', Values: [id] }] },
        ours: ({ logsets }) => logsets.get({ logsetId: id }),
      })),
    inOurWords: ({ Logsets }) => logsetOf(Logsets[0]),
  },
  {
    theirs: 'CreateLogset',
    ours: 'client.logsets.create',
    calls: () => [
      { theirs: { LogsetName: 'web 日志' }, ours: ({ logsets }) => logsets.create({ name: 'web 日志' }) },
      {
        theirs: { LogsetName: 'tagged', Tags: [{ Key: 'env', Value: 'prod' }] },
        ours: ({ logsets }) => logsets.create({ name: 'tagged', tags: { env: 'prod' } }),
      },
      { theirs: { LogsetName: 'tagged' }, ours: ({ logsets }) => logsets.create({ name: 'tagged' }) },
    ],
    inOurWords: ({ LogsetId }) => ({ logsetId: LogsetId }),
    after: ({ logsets }) => logsets.list().all(),
  },
  {
    theirs: 'ModifyLogset',
    ours: 'client.logsets.update',
    given,
    calls: () => [
      {
        theirs: { LogsetId: logsetId, LogsetName: 'renamed', Tags: [{ Key: 'a', Value: 'b' }] },
        ours: ({ logsets }) => logsets.update({ ...logset, name: 'renamed', tags: { a: 'b' } }),
      },
      {
        theirs: { LogsetId: 'second', Tags: [{ Key: 'c', Value: 'd' }] },
        ours: ({ logsets }) => logsets.update({ ...second, tags: { c: 'd' } }),
      },
      {
        theirs: { LogsetId: 'missing', LogsetName: 'x' },
        ours: ({ logsets }) => logsets.update({ logsetId: 'missing', name: 'x' }),
      },
    ],
    after: ({ logsets }) => logsets.list().all(),
  },
  {
    theirs: 'DeleteLogset',
    ours: 'client.logsets.delete',
    given,
    calls: () =>
      // The first has a topic.
      [logsetId, 'second', 'second'].map((id) => ({
        theirs: { LogsetId: id },
        ours: ({ logsets }) => logsets.delete({ logsetId: id }),
      })),
    after: ({ logsets }) => logsets.list().all(),
  },
];
