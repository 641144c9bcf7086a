import type { PulledBatch } from '@polylog/huawei-lts';
import {
  logGroupId,
  logStreamId,
  type MethodPair,
  nowMs,
  projectId,
  type RawRequest,
  stream,
  threeLogs,
} from './method-pair.js';

const missing = 'c54dbc58-0fd8-48ed-b007-000000000000';
const shard = { ...stream, shard: '0' };
const timeNs = BigInt(nowMs) * 1_000_000n + 123_457n;
const fields = { user: 'magic_user_0', 日: '志 😀', empty: '', 'quoted "\\': '<b> & \u2028' };
const labels = { app: 'orders', 区域: '广州' };

const push = (path: string, body: unknown): RawRequest => ({ method: 'POST', path, body });
const structured = (of: string): string => `/v3/${projectId}/lts/groups/${logGroupId}/streams/${of}/logs`;
const plain = (of: string): string =>
  `/v2/internal/${projectId}/lts/groups/${logGroupId}/streams/${of}/tenant/batch-contents`;
const pulled = (query: Readonly<Record<string, string>>, of = '0'): RawRequest => ({
  ...{ method: 'GET', path: `/v2/${projectId}/groups/${logGroupId}/streams/${logStreamId}/shards/${of}`, query },
});

interface Told {
  readonly next: number | bigint;
  readonly logs: readonly { readonly labels: Readonly<Record<string, string>> }[];
}
const logsIn = ({ logs }: Told): readonly object[] =>
  logs.map(({ labels }) => ({ timeNs: BigInt(labels.lineNum ?? ''), text: labels.log_content, labels }));
const batchOf = (told: Told): object => ({
  ...{ logs: logsIn(told), nextCursor: String(told.next), atEnd: told.logs.length === 0 },
});
const inTheirWords = ({ rawBytes: _bytes, ...batch }: PulledBatch): object => batch;

export const logs: readonly MethodPair[] = [
  {
    ours: 'client.logs.put',
    calls: () => [
      {
        theirs: push(structured(logStreamId), {
          logs: [
            { time: nowMs, lineNum: timeNs, contents: [fields] },
            { time: nowMs, lineNum: timeNs + 1n, contents: [{ one: '1' }, { other: '2' }] },
          ],
          labels,
        }),
        ours: ({ logs }) =>
          logs.put({
            ...{ ...stream, labels },
            logs: [
              { time: { timeNs }, fields },
              { time: { timeNs: timeNs + 1n }, fields: { one: '1', other: '2' } },
            ],
          }),
      },
      {
        theirs: push(plain(logStreamId), {
          log_items: [
            {
              contents: [
                { log_time_ns: timeNs, log: 'GET /items/1 日志' },
                { log_time_ns: timeNs + 1n, log: '' },
              ],
              labels: JSON.stringify(labels),
            },
          ],
        }),
        ours: ({ logs }) =>
          logs.put({
            ...{ ...stream, labels },
            lines: [
              { time: { timeNs }, text: 'GET /items/1 日志' },
              { time: { timeNs: timeNs + 1n }, text: '' },
            ],
          }),
      },
      {
        theirs: push(plain(missing), {
          log_items: [{ contents: [{ log_time_ns: timeNs, log: 'a' }], labels: '{}' }],
        }),
        ours: ({ logs }) => logs.put({ logGroupId, logStreamId: missing, lines: [{ time: { timeNs }, text: 'a' }] }),
      },
    ],
    // A push goes into one shard as a whole, the next one into the next.
    after: ({ logs }) =>
      Promise.all(
        ['0', '1'].map(async (shard) => {
          const batches: object[] = [];
          for await (const { logs: read } of logs.pullAll({ ...stream, shard })) batches.push(...read);
          return batches;
        }),
      ),
  },
  {
    ours: 'client.logs.pull',
    given: threeLogs,
    calls: ({ begin = '', second = '', end = '' }) => [
      {
        theirs: pulled({ start: begin, limit: '1000' }),
        ours: ({ logs }) => logs.pull({ ...shard, cursor: begin }).then(inTheirWords),
      },
      {
        theirs: pulled({ start: begin, limit: '2' }),
        ours: ({ logs }) => logs.pull({ ...shard, cursor: begin, count: 2 }).then(inTheirWords),
      },
      {
        theirs: pulled({ start: begin, end: second, limit: '1000' }),
        ours: ({ logs }) => logs.pull({ ...shard, cursor: begin, endCursor: second }).then(inTheirWords),
      },
      {
        theirs: pulled({ start: end, limit: '1000' }),
        ours: ({ logs }) => logs.pull({ ...shard, cursor: end }).then(inTheirWords),
      },
      {
        theirs: pulled({ start: begin, limit: '1000' }, '9'),
        ours: ({ logs }) => logs.pull({ ...stream, shard: '9', cursor: begin }),
      },
    ],
    inOurWords: batchOf,
  },
  {
    ours: 'client.logs.pullAll',
    given: threeLogs,
    calls: ({ begin = '', end = '' }) => [
      {
        theirs: pulled({ start: begin, end, limit: '1000' }),
        async ours({ logs }) {
          const read: object[] = [];
          for await (const batch of logs.pullAll({ ...shard, count: 2 })) read.push(...batch.logs);
          return read;
        },
      },
    ],
    inOurWords: logsIn,
  },
];
