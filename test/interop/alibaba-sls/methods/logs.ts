import type { LogGroupInput, PulledBatch } from '@polylog/alibaba-sls';
import {
  at,
  type Facts,
  logstore,
  type MethodPair,
  made,
  nowSeconds,
  type Place,
  project,
  store,
} from './method-pair.js';

/** What a log group says, whoever tells it. */
const told = (group: LogGroupInput): object => ({
  topic: group.topic ?? '',
  source: group.source ?? '',
  tags: (group.tags ?? []).map(([name, value]) => [name, String(value)]),
  logs: group.logs.map(({ timeSeconds, timeNsPart, contents }) => ({
    time: timeSeconds,
    ns: timeNsPart ?? null,
    contents: contents.map(([name, value]) => [
      name,
      typeof value === 'string' ? value : { base64: Buffer.from(value).toString('base64') },
    ]),
  })),
});
const batchIn = ({ logGroups, nextCursor, rawBytes }: PulledBatch): object => ({
  groups: logGroups.map(told),
  nextCursor,
  count: logGroups.length,
  rawBytes,
});
// biome-ignore lint/suspicious/noExplicitAny: the SDK's words.
const pulled = ({ groups, next_cursor: nextCursor, count, raw_size: rawBytes }: any): object => ({
  ...{ groups, nextCursor, count, rawBytes },
});

/** Three log groups in shard 0, of which the last one has a value that is no UTF-8. */
async function threeGroups({ client, sls, clock }: Place): Promise<Facts> {
  const values = ['a', '', Buffer.from([0xff, 0x00, 0x41])];
  for (const [i, value] of values.entries()) {
    const group = { topic: 't-日', source: '10.0.0.7', tags: [['host', 'web-1'] as const] };
    const time = { timeSeconds: nowSeconds, ...(i === 1 && { timeNsPart: 5 }) };
    sls.put(project, logstore, { ...group, logs: [{ ...time, contents: [['text', value]] }] }, { shard: 0 });
    clock.advance(10_000);
  }
  const shard = { ...store, shard: 0 };
  return {
    begin: await client.cursors.get({ ...shard, at: 'begin' }),
    second: await client.cursors.get({ ...shard, at: at(nowSeconds + 10) }),
    end: await client.cursors.get({ ...shard, at: 'end' }),
  };
}

export const logs: readonly MethodPair[] = [
  {
    python: 'put_logs',
    ours: 'client.logs.put',
    calls: () => {
      const fields = { user: 'magic_user_0', 日: '志', empty: '' };
      const item = (time: number): object =>
        made('LogItem', { timestamp: time, time_nano_part: 5, contents: Object.entries(fields) });
      const log = (time: number): { time: { timeNs: bigint }; fields: typeof fields } => ({
        time: { timeNs: BigInt(time) * 1_000_000_000n + 5n },
        fields,
      });
      const labels = { topic: 'python-ide-test', source: '10.0.0.7' };
      const hashKey = `f${'0'.repeat(31)}`;
      return [
        {
          python: [
            made('PutLogsRequest', {
              ...{ project, logstore, ...labels, hashKey, logtags: [['host', 'web-1']] },
              logitems: [item(nowSeconds), item(nowSeconds - 60)],
            }),
          ],
          ours: ({ logs }) =>
            logs.put({
              ...{ ...store, ...labels, hashKey, tags: { host: 'web-1' } },
              logs: [log(nowSeconds), log(nowSeconds - 60)],
            }),
        },
        {
          python: [made('PutLogsRequest', { project, logstore: 'missing', ...labels, logitems: [item(nowSeconds)] })],
          ours: ({ logs }) => logs.put({ project, logstore: 'missing', ...labels, logs: [log(nowSeconds)] }),
        },
      ];
    },
    after: async ({ logs, cursors }) => {
      const shard = { ...store, shard: 1 };
      return logs.pull({ ...shard, cursor: await cursors.get({ ...shard, at: 'begin' }) }).then(batchIn);
    },
  },
  {
    python: 'pull_logs',
    ours: 'client.logs.pull',
    given: threeGroups,
    calls: ({ begin = '', second = '', end = '' }) => {
      const shard = { ...store, shard: 0 };
      return [
        {
          python: [project, logstore, 0, begin],
          ours: ({ logs }) => logs.pull({ ...shard, cursor: begin }).then(batchIn),
        },
        {
          python: [project, logstore, 0, begin, 1],
          ours: ({ logs }) => logs.pull({ ...shard, cursor: begin, count: 1 }).then(batchIn),
        },
        {
          python: [project, logstore, 0, begin],
          named: { end_cursor: second, compress: false },
          ours: ({ logs }) =>
            logs.pull({ ...shard, cursor: begin, endCursor: second, compression: 'none' }).then(batchIn),
        },
        { python: [project, logstore, 0, end], ours: ({ logs }) => logs.pull({ ...shard, cursor: end }).then(batchIn) },
        {
          python: [project, logstore, 0, 'MQ=='],
          ours: ({ logs }) => logs.pull({ ...shard, cursor: 'MQ==' }),
        },
      ];
    },
    inOurWords: pulled,
  },
  {
    python: 'pull_log',
    ours: 'client.logs.pullAll',
    given: threeGroups,
    calls: () => [
      {
        python: [project, logstore, 0, nowSeconds, nowSeconds + 30],
        named: { batch_size: 2 },
        async ours({ logs }) {
          const batches: object[] = [];
          const stretch = { from: at(nowSeconds), to: at(nowSeconds + 30) };
          for await (const batch of logs.pullAll({ ...store, shard: 0, ...stretch, count: 2 }))
            batches.push(batchIn(batch));
          return batches;
        },
      },
    ],
    inOurWords: (batches) => batches.map(pulled),
  },
];
