import { at, logset, logsetId, type MethodPair, nowSeconds, type Place, topic, topicId } from './method-pair.js';

const group = { ...logset, group: 'billing' };
const names = { LogsetId: logsetId, ConsumerGroup: 'billing' };
const MEMBER = 'a';

/** Log groups in both partitions, at two times, and a group over them that has committed in the first. */
async function given({ client, cls, clock }: Place): Promise<void> {
  for (const text of ['a', 'b', 'c']) {
    for (const partition of [1, 2])
      cls.put(topicId, { logs: [{ time: 1, contents: [['text', text]] }] }, { partition });
    clock.advance(10_000);
  }
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60, topicIds: [topicId] });
  await client.checkpoints.set({ ...group, ...topic, partition: 1, offset: 2n });
}

async function committed(place: Place): Promise<void> {
  await given(place);
  await place.client.checkpoints.set({ ...group, ...topic, partition: 2, offset: 1n });
}

interface PartitionOffset {
  readonly PartitionId: number;
  readonly Offset: number | bigint;
}
const offsetsOf = (TopicID: string, offsets: readonly PartitionOffset[]): readonly OurOffset[] =>
  offsets.map(({ PartitionId: partition, Offset }) => ({ topicId: TopicID, partition, offset: BigInt(Offset) }));

interface OurOffset {
  readonly topicId: string;
  readonly partition: number;
  readonly offset: bigint;
}

interface Told {
  readonly TopicPartitionOffsetsInfo: readonly {
    readonly TopicID: string;
    readonly PartitionOffsets: readonly PartitionOffset[];
  }[];
}
const offsetsIn = ({ TopicPartitionOffsetsInfo }: Told): readonly OurOffset[] =>
  TopicPartitionOffsetsInfo.flatMap(({ TopicID, PartitionOffsets }) => offsetsOf(TopicID, PartitionOffsets));

/** The SDK of CLS tells them by topic. */
const offsetsByTopic = (told: Readonly<Record<string, readonly PartitionOffset[]>>): readonly OurOffset[] =>
  Object.entries(told).flatMap(([topicId, offsets]) => offsetsOf(topicId, offsets));

const proven = (offsets: readonly OurOffset[]): readonly object[] =>
  offsets.map((offset) => ({ ...offset, proven: true }));

const later = nowSeconds + 10;
const places = [
  { From: 'begin', at: 'begin' as const },
  { From: 'end', at: 'end' as const },
  { From: String(later), at: at(later) },
];

export const offsets: readonly MethodPair[] = [
  {
    theirs: 'DescribeConsumerOffsets',
    ours: 'client.offsets.list',
    given,
    calls: () => [
      ...places.map(({ From, at }): ReturnType<MethodPair['calls']>[number] => ({
        theirs: { ...names, From, OffsetType: 1 },
        ours: ({ offsets }) => offsets.list({ ...group, at }).all(),
      })),
      {
        theirs: { ...names, From: 'end', OffsetType: 0 },
        ours: ({ offsets }) => offsets.list({ ...group, at: 'end', committedFirst: true }).all(),
      },
      {
        theirs: { ...names, ConsumerGroup: 'missing', From: 'end', OffsetType: 1 },
        ours: ({ offsets }) => offsets.list({ ...logset, group: 'missing', at: 'end' }),
      },
    ],
    inOurWords: offsetsIn,
  },
  {
    theirs: 'get_offsets',
    ours: 'client.offsets.list',
    given,
    calls: () =>
      places.map(({ From, at }) => ({
        theirs: [logsetId, 'billing', topicId],
        named: { position: From },
        ours: ({ offsets }) => offsets.list({ ...group, ...topic, at, committedFirst: true }).all(),
      })),
    inOurWords: offsetsByTopic,
  },
  {
    theirs: 'DescribeConsumerOffsets',
    ours: 'client.offsets.get',
    given,
    calls: () =>
      places.map(({ From, at }) => ({
        theirs: { ...names, From, OffsetType: 1, TopicId: topicId, PartitionId: '1' },
        ours: ({ offsets }) => offsets.get({ ...group, ...topic, partition: 1, at }),
      })),
    inOurWords: (told) => offsetsIn(told)[0]?.offset,
  },
];

export const checkpoints: readonly MethodPair[] = [
  {
    theirs: 'DescribeConsumerOffsets',
    ours: 'client.checkpoints.list',
    given: committed,
    calls: () => [{ theirs: { ...names, From: 'end' }, ours: ({ checkpoints }) => checkpoints.list(group).all() }],
    inOurWords: (told) => proven(offsetsIn(told)),
  },
  {
    theirs: 'get_offsets',
    ours: 'client.checkpoints.list',
    given: committed,
    calls: () => [{ theirs: [logsetId, 'billing', topicId], ours: ({ checkpoints }) => checkpoints.list(group).all() }],
    inOurWords: (told) => proven(offsetsByTopic(told)),
  },
  {
    theirs: 'DescribeConsumerOffsets',
    ours: 'client.checkpoints.get',
    given,
    calls: () => [
      {
        theirs: { ...names, From: 'end', TopicId: topicId, PartitionId: '1' },
        ours: ({ checkpoints }) => checkpoints.get({ ...group, ...topic, partition: 1 }),
      },
    ],
    inOurWords: (told) => proven(offsetsIn(told))[0],
  },
  {
    theirs: 'get_offsets',
    ours: 'client.checkpoints.get',
    given,
    calls: () => [
      {
        theirs: [logsetId, 'billing', topicId, 1],
        ours: ({ checkpoints }) => checkpoints.get({ ...group, ...topic, partition: 1 }),
      },
    ],
    inOurWords: (told) => proven(offsetsByTopic(told))[0],
  },
  ...(['CommitConsumerOffsets', 'update_offsets'] as const).flatMap((theirs): readonly MethodPair[] => {
    const one = [{ TopicID: topicId, PartitionOffsets: [{ PartitionId: 2, Offset: 3 }] }];
    const two = [
      {
        TopicID: topicId,
        PartitionOffsets: [
          { PartitionId: 1, Offset: 1 },
          { PartitionId: 2, Offset: 2 },
        ],
      },
    ];
    const asked = (group: string, offsets: object): object | readonly unknown[] =>
      theirs === 'update_offsets'
        ? [logsetId, group, MEMBER, offsets]
        : { LogsetId: logsetId, ConsumerGroup: group, Consumer: MEMBER, TopicPartitionOffsetsInfo: offsets };
    const after: MethodPair['after'] = ({ checkpoints }) => checkpoints.list(group).all();
    return [
      {
        ...{ theirs, ours: 'client.checkpoints.set', given, after },
        calls: () =>
          ['billing', 'missing'].map((name) => ({
            theirs: asked(name, one),
            ours: ({ checkpoints }) =>
              checkpoints.set({ ...logset, group: name, ...topic, partition: 2, offset: 3n, member: MEMBER }),
          })),
      },
      {
        ...{ theirs, ours: 'client.checkpoints.commit', given, after },
        calls: () =>
          ['billing', 'missing'].map((name) => ({
            theirs: asked(name, two),
            ours: ({ checkpoints }) =>
              checkpoints.commit({
                ...{ ...logset, group: name, member: MEMBER },
                offsets: [
                  { ...topic, partition: 1, offset: 1n },
                  { ...topic, partition: 2, offset: 2n },
                ],
              }),
          })),
      },
    ];
  }),
  {
    theirs: 'CommitConsumerOffsets',
    isOursAlone: true,
    ours: 'client.checkpoints.resetTo',
    given,
    calls: () =>
      (
        [
          ['begin', 0],
          ['end', 3],
          [at(later), 1],
        ] as const
      ).map(([to, place]) => ({
        theirs: {
          ...{ ...names, Consumer: 'polylog-reset' },
          TopicPartitionOffsetsInfo: [
            {
              TopicID: topicId,
              PartitionOffsets: [1, 2].map((PartitionId) => ({ PartitionId, Offset: place })),
            },
          ],
        },
        async ours({ checkpoints }) {
          const { rows } = await checkpoints.resetTo({ ...group, to, dryRun: false });
          if (rows.length !== 2 || rows.some(({ after }) => after !== BigInt(place)))
            throw new Error('it did not go where it was told to');
        },
      })),
    after: ({ checkpoints }) => checkpoints.list(group).all(),
  },
];
