import { logset, logsetId, type MethodPair, type Place, topicId } from './method-pair.js';

const billing = { ...logset, group: 'billing' };

async function given({ client, cls }: Place): Promise<void> {
  cls.createTopic({ logset: logsetId, topic: 'visits', partitions: 2 });
  await client.consumerGroups.create({ ...billing, timeoutSeconds: 60, topicIds: [topicId, 'visits'] });
  await client.consumerGroups.create({ ...logset, group: 'audit', timeoutSeconds: 300, topicIds: ['visits'] });
}

interface GroupInfo {
  readonly ConsumerGroup: string;
  readonly Timeout: number;
  readonly Topics: readonly string[];
}
const groupOf = ({ ConsumerGroup: name, Timeout: timeoutSeconds, Topics: topicIds }: GroupInfo): object => ({
  ...{ name, timeoutSeconds, topicIds },
});

interface TopicPartitions {
  readonly TopicID: string;
  readonly Partitions: readonly number[];
}
const shareIn = (topics: readonly TopicPartitions[]): object =>
  topics.flatMap(({ TopicID, Partitions }) => Partitions.map((partition) => ({ topicId: TopicID, partition })));

const after: MethodPair['after'] = ({ consumerGroups }) => consumerGroups.list(logset).all();

/** One member comes and gets all, another gets nothing yet; then the first lets go, and the second gets that. */
const beats: readonly { readonly member: string; readonly held: readonly number[] }[] = [
  { member: 'a', held: [] },
  { member: 'b', held: [] },
  { member: 'a', held: [1, 2] },
  { member: 'a', held: [1] },
  { member: 'b', held: [] },
];
const heldAs = (held: readonly number[]): readonly TopicPartitions[] => [
  { TopicID: topicId, Partitions: held },
  { TopicID: 'visits', Partitions: [] },
];
const heartbeatOf = (group: string, { member, held }: (typeof beats)[number]) => ({
  ...{ ...logset, group, member, topicIds: [topicId, 'visits'] },
  holding: held.map((partition) => ({ topicId, partition })),
});

export const consumerGroups: readonly MethodPair[] = [
  {
    theirs: 'DescribeConsumerGroups',
    ours: 'client.consumerGroups.list',
    given,
    calls: () => [
      { theirs: { LogsetId: logsetId }, ours: ({ consumerGroups }) => consumerGroups.list(logset).all() },
      {
        theirs: { LogsetId: logsetId, Topics: [topicId] },
        ours: ({ consumerGroups }) => consumerGroups.list({ ...logset, topicIds: [topicId] }).all(),
      },
      { theirs: { LogsetId: 'missing' }, ours: ({ consumerGroups }) => consumerGroups.list({ logsetId: 'missing' }) },
    ],
    inOurWords: ({ ConsumerGroupsInfo }) => ConsumerGroupsInfo.map(groupOf),
  },
  {
    theirs: 'list_consumer_group',
    ours: 'client.consumerGroups.list',
    given,
    calls: () => [
      {
        theirs: [logsetId, ['visits']],
        ours: ({ consumerGroups }) => consumerGroups.list({ ...logset, topicIds: ['visits'] }).all(),
      },
    ],
    inOurWords: (groups) => groups,
  },
  {
    theirs: 'DescribeConsumerGroups',
    ours: 'client.consumerGroups.get',
    given,
    calls: () => [
      {
        theirs: { LogsetId: logsetId },
        ours: ({ consumerGroups }) => consumerGroups.get({ ...logset, group: 'audit' }),
      },
    ],
    inOurWords: ({ ConsumerGroupsInfo }) =>
      groupOf(ConsumerGroupsInfo.find(({ ConsumerGroup }: GroupInfo) => ConsumerGroup === 'audit')),
  },
  {
    theirs: 'CreateConsumerGroup',
    ours: 'client.consumerGroups.create',
    calls: () =>
      [
        { group: 'group-1', timeoutSeconds: 300, topicIds: [topicId] },
        { group: 'group-1', timeoutSeconds: 30, topicIds: [topicId] },
        { group: 'group-2', timeoutSeconds: 30, topicIds: ['missing'] },
      ].map((settings) => ({
        theirs: {
          ...{ LogsetId: logsetId, ConsumerGroup: settings.group },
          ...{ Timeout: settings.timeoutSeconds, Topics: settings.topicIds },
        },
        ours: ({ consumerGroups }) => consumerGroups.create({ ...logset, ...settings }),
      })),
    inOurWords: () => undefined,
    after,
  },
  {
    theirs: 'create_consumer_group',
    ours: 'client.consumerGroups.create',
    calls: () =>
      [300, 30].map((timeoutSeconds) => ({
        theirs: [logsetId, 'group-1', timeoutSeconds, [topicId]],
        ours: ({ consumerGroups }) =>
          consumerGroups.create({ ...logset, group: 'group-1', timeoutSeconds, topicIds: [topicId] }),
      })),
    after,
  },
  {
    theirs: 'ModifyConsumerGroup',
    ours: 'client.consumerGroups.update',
    given,
    calls: () => [
      {
        theirs: { LogsetId: logsetId, ConsumerGroup: 'billing', Timeout: 90, Topics: ['visits'] },
        ours: ({ consumerGroups }) => consumerGroups.update({ ...billing, timeoutSeconds: 90, topicIds: ['visits'] }),
      },
      // It knows no other way to leave something as it is.
      {
        theirs: { LogsetId: logsetId, ConsumerGroup: 'audit', Timeout: 60, Topics: ['visits'] },
        ours: ({ consumerGroups }) => consumerGroups.update({ ...logset, group: 'audit', timeoutSeconds: 60 }),
      },
      {
        theirs: { LogsetId: logsetId, ConsumerGroup: 'audit', Timeout: 60, Topics: ['missing'] },
        ours: ({ consumerGroups }) => consumerGroups.update({ ...logset, group: 'audit', topicIds: ['missing'] }),
      },
    ],
    after,
  },
  {
    theirs: 'update_consumer_group',
    ours: 'client.consumerGroups.update',
    given,
    calls: () => [
      {
        theirs: [logsetId, 'billing', [topicId], 90],
        ours: ({ consumerGroups }) => consumerGroups.update({ ...billing, timeoutSeconds: 90, topicIds: [topicId] }),
      },
    ],
    after,
  },
  {
    theirs: 'DeleteConsumerGroup',
    ours: 'client.consumerGroups.delete',
    given,
    calls: () =>
      ['billing', 'billing'].map((group) => ({
        theirs: { LogsetId: logsetId, ConsumerGroup: group },
        ours: ({ consumerGroups }) => consumerGroups.delete({ ...logset, group }),
      })),
    after,
  },
  {
    theirs: 'delete_consumer_group',
    ours: 'client.consumerGroups.delete',
    given,
    calls: () =>
      ['billing', 'billing'].map((group) => ({
        theirs: [logsetId, group],
        ours: ({ consumerGroups }) => consumerGroups.delete({ ...logset, group }),
      })),
    after,
  },
  {
    theirs: 'SendConsumerHeartbeat',
    ours: 'client.consumerGroups.heartbeat',
    given,
    calls: () => [
      ...beats.map((beat) => ({
        theirs: {
          ...{ LogsetId: logsetId, ConsumerGroup: 'billing', Consumer: beat.member },
          TopicPartitionsInfo: heldAs(beat.held),
        },
        ours: ({ consumerGroups }: Parameters<NonNullable<typeof after>>[0]) =>
          consumerGroups.heartbeat(heartbeatOf('billing', beat)),
      })),
      {
        theirs: {
          ...{ LogsetId: logsetId, ConsumerGroup: 'missing', Consumer: 'a' },
          TopicPartitionsInfo: heldAs([]),
        },
        ours: ({ consumerGroups }) => consumerGroups.heartbeat(heartbeatOf('missing', { member: 'a', held: [] })),
      },
    ],
    inOurWords: ({ TopicPartitionsInfo }) => shareIn(TopicPartitionsInfo),
  },
  {
    theirs: 'heart_beat',
    ours: 'client.consumerGroups.heartbeat',
    given,
    calls: () =>
      beats.map((beat) => ({
        theirs: [logsetId, 'billing', beat.member, heldAs(beat.held)],
        ours: ({ consumerGroups }) => consumerGroups.heartbeat(heartbeatOf('billing', beat)),
      })),
    inOurWords: shareIn,
  },
];
