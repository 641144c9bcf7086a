import { type MethodPair, type Place, topic, topicId } from './method-pair.js';

interface PartitionInfo {
  readonly PartitionId: number;
  readonly Status: string;
  readonly InclusiveBeginKey: string;
  readonly ExclusiveEndKey: string;
  readonly CreateTime: string | null;
  readonly LastWriteTime: string | null;
}

const rangesIn = ({ Partitions }: { readonly Partitions: readonly PartitionInfo[] }): object =>
  Partitions.map((told) => ({
    ...{ id: told.PartitionId, readOnly: told.Status === 'readonly' },
    ...{ beginKey: told.InclusiveBeginKey, endKey: told.ExclusiveEndKey },
    ...(told.CreateTime && { createTime: told.CreateTime }),
    ...(told.LastWriteTime && { lastWriteTime: told.LastWriteTime }),
  }));

async function written({ cls }: Place): Promise<void> {
  cls.put(topicId, { logs: [{ time: 1, contents: [['a', 'b']] }] }, { partition: 2 });
  cls.split(topicId, 1);
}
const key = `4${'0'.repeat(31)}`;

export const partitions: readonly MethodPair[] = [
  {
    theirs: 'DescribePartitions',
    ours: 'client.partitions.list',
    given: written,
    calls: () => [
      { theirs: { TopicId: topicId }, ours: ({ partitions }) => partitions.list(topic).all() },
      { theirs: { TopicId: 'missing' }, ours: ({ partitions }) => partitions.list({ topicId: 'missing' }) },
    ],
    inOurWords: rangesIn,
  },
  {
    theirs: 'SplitPartition',
    ours: 'client.partitions.split',
    calls: () => [
      {
        theirs: { TopicId: topicId, PartitionId: 1, SplitKey: key },
        ours: ({ partitions }) => partitions.split({ ...topic, partition: 1, key }),
      },
      {
        theirs: { TopicId: topicId, PartitionId: 2, Number: 3 },
        ours: ({ partitions }) => partitions.split({ ...topic, partition: 2, parts: 3 }),
      },
      // It is read-only by now.
      {
        theirs: { TopicId: topicId, PartitionId: 1, Number: 2 },
        ours: ({ partitions }) => partitions.split({ ...topic, partition: 1 }),
      },
      {
        theirs: { TopicId: topicId, PartitionId: 99, Number: 2 },
        ours: ({ partitions }) => partitions.split({ ...topic, partition: 99 }),
      },
    ],
    inOurWords: rangesIn,
    after: ({ partitions }) => partitions.list(topic).all(),
  },
  {
    theirs: 'MergePartition',
    ours: 'client.partitions.merge',
    calls: () =>
      // The last one has no neighbour.
      [2, 1, 99].map((partition) => ({
        theirs: { TopicId: topicId, PartitionId: partition },
        ours: ({ partitions }) => partitions.merge({ ...topic, partition }),
      })),
    inOurWords: rangesIn,
    after: ({ partitions }) => partitions.list(topic).all(),
  },
];
