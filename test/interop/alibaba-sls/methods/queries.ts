import type { FoundLogs } from '@polylog/alibaba-sls';
import { index } from './index-config.js';
import { at, logstore, type MethodPair, made, nowSeconds, type Place, project, store } from './method-pair.js';

/** An index, and two topics: 25 logs, one a second from 100 seconds ago; every third one has status 500. */
async function indexed({ client, sls }: Place): Promise<void> {
  await client.indexes.create({
    ...store,
    index: { ...index, keys: { status: { type: 'long', doc_value: true }, path: { type: 'text', token: [' '] } } },
  });
  for (let i = 0; i < 25; i += 1) {
    const contents = [['status', i % 3 === 0 ? '500' : '200'] as const, ['path', `/items/${i} 日志`] as const];
    const logs = [{ timeSeconds: nowSeconds - 100 + i, timeNsPart: i, contents }];
    const topic = i % 2 === 0 ? 'even' : 'odd';
    sls.put(project, logstore, { topic, source: '10.0.0.7', tags: [['host', 'web-1']], logs }, { shard: i % 2 });
  }
}
const from = nowSeconds - 100;
const to = nowSeconds;
const range = { ...store, from: at(from), to: at(to) };
interface Row {
  readonly timestamp: number;
  readonly source: string;
  readonly contents: object;
}
/** The SDK takes time and source out of the rows, also out of those of SQL, which have none. */
const rowOf = ({ timestamp, source, contents }: Row): object => ({
  ...{ __time__: String(timestamp), __source__: source },
  ...contents,
});
const rowsOf = (rows: readonly object[]): object => rows.map((row) => ({ __time__: '0', __source__: '', ...row }));
interface Found {
  readonly logs: readonly Row[];
  readonly meta: Readonly<Record<string, unknown>>;
}
const found = ({ logs, meta }: Found): object => ({
  logs: logs.map(rowOf),
  complete: meta.progress === 'Complete',
  hasSql: meta.has_sql,
  ...{ searchPart: meta.where_query, sqlPart: meta.agg_query },
  ...{ processedRows: meta.processed_rows, processedBytes: meta.processed_bytes },
});
const get: Pick<MethodPair, 'ours' | 'given' | 'inOurWords'> = {
  ours: 'client.logs.get',
  given: indexed,
  inOurWords: found,
};
/** How long it took is of this run alone; columns are what the SDK tells in another way. */
const answered = ({ elapsedMs, columns, logs, ...rest }: FoundLogs): object => ({ ...rest, logs: rowsOf(logs) });

const topics: MethodPair = {
  python: 'list_topics',
  ours: 'client.logs.topics',
  given: indexed,
  calls: () => [
    {
      python: [made('ListTopicsRequest', { project, logstore })],
      ours: ({ logs }) => logs.topics(store),
    },
    {
      python: [made('ListTopicsRequest', { project, logstore, token: '', line: 1 })],
      ours: ({ logs }) => logs.topics({ ...store, from: '', pageSize: 1 }),
    },
  ],
  inOurWords: ({ topics: items, nextToken }) => ({ items, ...(nextToken !== '' && { next: nextToken }) }),
};

export const queries: readonly MethodPair[] = [
  {
    ...get,
    python: 'get_log',
    calls: () => [
      {
        python: [project, logstore, from, to],
        named: { topic: 'odd', query: 'status: 500', reverse: true, offset: 1, size: 2 },
        ours: ({ logs }) =>
          logs
            .get({ ...range, topic: 'odd', query: 'status: 500', newestFirst: true, offset: 1, limit: 2 })
            .then(answered),
      },
      {
        python: ['missing-project', logstore, from, to],
        ours: ({ logs }) => logs.get({ ...range, project: 'missing-project' }),
      },
    ],
  },
  {
    ...get,
    python: 'get_logs',
    calls: () => [
      {
        python: [
          made('GetLogsRequest', {
            ...{ project, logstore, fromTime: from, toTime: to },
            ...{ topic: '', query: '*', line: 100, offset: 0, reverse: false },
          }),
        ],
        ours: ({ logs }) => logs.get({ ...range, topic: '', query: '*', limit: 100, offset: 0 }).then(answered),
      },
      {
        python: [
          made('GetLogsRequest', {
            ...{ project, logstore, fromTime: from, toTime: to, line: 0 },
            query: '* | select status, count(*) as n group by status order by status',
          }),
        ],
        ours: ({ logs }) =>
          logs
            .get({ ...range, query: '* | select status, count(*) as n group by status order by status' })
            .then(answered),
      },
      {
        python: [made('GetLogsRequest', { project, logstore: 'missing', fromTime: from, toTime: to })],
        ours: ({ logs }) => logs.get({ ...range, logstore: 'missing' }),
      },
    ],
  },
  ...['get_log_all', 'get_log_all_v2'].map(
    (python): MethodPair => ({
      python,
      ours: 'client.logs.getAll',
      given: indexed,
      calls: () => [
        {
          python: [project, logstore, from, to],
          named: { query: 'status: 200' },
          async ours({ logs }) {
            const rows: object[] = [];
            for await (const row of logs.getAll({ ...range, query: 'status: 200' })) rows.push(row);
            return rows;
          },
        },
      ],
      inOurWords: (pages: readonly Found[]) => pages.flatMap(({ logs }) => logs.map(rowOf)),
    }),
  ),
  {
    python: 'get_histograms',
    ours: 'client.logs.histogram',
    given: indexed,
    calls: () => [
      {
        python: [
          made('GetHistogramsRequest', {
            project,
            logstore,
            fromTime: from,
            toTime: to,
            topic: 'odd',
            query: 'status: 500',
          }),
        ],
        ours: ({ logs }) => logs.histogram({ ...range, topic: 'odd', query: 'status: 500' }),
      },
      {
        python: [made('GetHistogramsRequest', { project, logstore: 'missing', fromTime: from, toTime: to })],
        ours: ({ logs }) => logs.histogram({ ...range, logstore: 'missing' }),
      },
    ],
    inOurWords: ({ histograms, count, progress }) => ({
      buckets: histograms.map((bucket: Readonly<Record<string, unknown>>) => ({
        ...{ fromSeconds: bucket.fromTime, toSeconds: bucket.toTime, count: bucket.count },
        complete: bucket.progress === 'Complete',
      })),
      count,
      complete: progress === 'Complete',
    }),
  },
  topics,
  { ...topics, python: 'list_topic', missing: true },
];
