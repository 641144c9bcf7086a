import { type ClsLogGroupInput, frameLogGroup } from '@polylog/driver-kit';
import type { PulledBatch } from '@polylog/tencent-cls';
import { encodeClsLogGroup } from '@polylog/tencent-cls/wire';
import type { TestLogGroup } from '../differential/log-groups.js';
import { encoded } from '../differential/uploads-file.js';
import { logset, logsetId, type MethodPair, nowSeconds, type Place } from './method-pair.js';

/** Of one partition, so that there is one place that logs go to. */
const topicId = 'visits';
const partition = 1;

const time = BigInt(nowSeconds) * 1_000n;
const logGroups: readonly TestLogGroup[] = [
  {
    ...{ filename: '/var/log/日志.log', source: '10.0.0.7' },
    tags: [
      ['env', 'prod'],
      ['区域', '广州'],
    ],
    logs: [
      { time, contents: [['__CONTENT__', 'GET / 日志']] },
      {
        time: time + 1n,
        contents: [
          ['status', '500'],
          ['empty', ''],
        ],
      },
    ],
  },
  { packageId: '7CA40B09C561349396D00DC2-0000000000000001', tags: [], logs: [{ time, contents: [['status', '200']] }] },
];
const asGiven = logGroups as readonly ClsLogGroupInput[];

const given = async ({ cls }: Place): Promise<void> => cls.createTopic({ logset: logsetId, topic: topicId });

async function written(place: Place): Promise<void> {
  await given(place);
  for (let i = 0; i < 3; i++) await place.client.logs.put({ topicId, logGroups: asGiven });
}

const told = ({ nextOffset, logGroups }: Pick<PulledBatch, 'nextOffset' | 'logGroups'>): object => ({
  nextOffset,
  logGroups,
});

interface PulledGroup {
  readonly tags: readonly unknown[];
  readonly logs: readonly { readonly time: string; readonly contents: readonly unknown[] }[];
}
const groupOf = ({ tags, logs, ...group }: PulledGroup): object => ({
  ...group,
  ...(tags.length > 0 && { tags }),
  logs: logs.map(({ time, contents }) => ({ time: BigInt(time), contents })),
});
const pulledIn = ({ nextOffset, logGroups }: { nextOffset: number; logGroups: readonly PulledGroup[] }): object => ({
  ...{ nextOffset: BigInt(nextOffset), logGroups: logGroups.map(groupOf) },
});

const after: MethodPair['after'] = ({ logs }) => logs.pull({ topicId, partition, offset: 0n });

const size = 1024 * 1024;
const query = 'log_keep(op_eq(v("status"), "500"))';

export const logs: readonly MethodPair[] = [
  {
    theirs: 'put_log_raw',
    ours: 'client.logs.put',
    given,
    calls: () =>
      [topicId, 'missing'].map((id) => ({
        theirs: [id, { logGroups: logGroups.map(encoded) }],
        ours: ({ logs }) => logs.put({ topicId: id, logGroups: asGiven }),
      })),
    after,
  },
  {
    theirs: 'UploadLog',
    ours: 'client.logs.put',
    given,
    calls: () => [
      {
        theirs: { TopicId: topicId },
        bytes: Buffer.concat(asGiven.map((group) => frameLogGroup(encodeClsLogGroup(group)))),
        ours: ({ logs }) => logs.put({ topicId, logGroups: asGiven, compression: 'none' }),
      },
    ],
    after,
  },
  {
    theirs: 'pull_logs',
    ours: 'client.logs.pull',
    given: written,
    calls: () => [
      {
        theirs: [topicId, partition, size],
        ours: ({ logs }) => logs.pull({ topicId, partition, offset: 0n, maxBytes: size }).then(told),
      },
      {
        theirs: [topicId, partition, 1],
        named: { offset: 2 },
        ours: ({ logs }) => logs.pull({ topicId, partition, offset: 2n, maxBytes: 1 }).then(told),
      },
      {
        theirs: [topicId, partition, size],
        named: { offset: 1, query },
        ours: ({ logs }) => logs.pull({ topicId, partition, offset: 1n, maxBytes: size, query }).then(told),
      },
      {
        theirs: [topicId, partition, size],
        named: { offset: 6 },
        ours: ({ logs }) => logs.pull({ topicId, partition, offset: 6n, maxBytes: size }).then(told),
      },
      {
        theirs: [topicId, partition, size],
        named: { offset: 99 },
        ours: ({ logs }) => logs.pull({ topicId, partition, offset: 99n, maxBytes: size }),
      },
      {
        theirs: ['missing', partition, size],
        ours: ({ logs }) => logs.pull({ topicId: 'missing', partition, offset: 0n, maxBytes: size }),
      },
    ],
    inOurWords: pulledIn,
  },
  {
    theirs: 'pull_logs',
    ours: 'client.logs.pullAll',
    given: written,
    calls: () => [
      {
        theirs: [topicId, partition, size],
        async ours({ logs }) {
          const groups: object[] = [];
          let nextOffset = 0n;
          for await (const batch of logs.pullAll({ ...logset, topicId, partition, maxBytes: 1 })) {
            groups.push(...batch.logGroups);
            nextOffset = batch.nextOffset;
          }
          return { nextOffset, logGroups: groups };
        },
      },
    ],
    inOurWords: pulledIn,
  },
];
