import { at, type Facts, logstore, type MethodPair, nowSeconds, type Place, project, store } from './method-pair.js';

const shard = { ...store, shard: 0 };

/** Three log groups, ten seconds apart. */
async function threeGroups({ client, sls, clock }: Place): Promise<Facts> {
  for (const text of ['a', 'b', 'c']) {
    sls.put(project, logstore, { logs: [{ timeSeconds: nowSeconds, contents: [['text', text]] }] }, { shard: 0 });
    clock.advance(10_000);
  }
  const begin = await client.cursors.get({ ...shard, at: 'begin' });
  const end = await client.cursors.get({ ...shard, at: 'end' });
  return { begin, end, second: await client.cursors.get({ ...shard, at: at(nowSeconds + 10) }) };
}
const cursorIn = ({ cursor }: { readonly cursor: string }): string => cursor;
const timeIn = ({ cursor_time }: { readonly cursor_time: number }): Date => at(cursor_time);

export const cursors: readonly MethodPair[] = [
  {
    python: 'get_begin_cursor',
    ours: 'client.cursors.get',
    given: threeGroups,
    calls: () => [
      { python: [project, logstore, 0], ours: ({ cursors }) => cursors.get({ ...shard, at: 'begin' }) },
      { python: [project, logstore, 9], ours: ({ cursors }) => cursors.get({ ...store, shard: 9, at: 'begin' }) },
    ],
    inOurWords: cursorIn,
  },
  {
    python: 'get_end_cursor',
    ours: 'client.cursors.get',
    given: threeGroups,
    calls: () => [{ python: [project, logstore, 0], ours: ({ cursors }) => cursors.get({ ...shard, at: 'end' }) }],
    inOurWords: cursorIn,
  },
  {
    python: 'get_cursor',
    ours: 'client.cursors.get',
    given: threeGroups,
    calls: () =>
      [0, nowSeconds, nowSeconds + 5, nowSeconds + 10, nowSeconds + 21, nowSeconds + 999].map((time) => ({
        python: [project, logstore, 0, time],
        ours: ({ cursors }) => cursors.get({ ...shard, at: at(time) }),
      })),
    inOurWords: cursorIn,
  },
  {
    python: 'get_cursor_time',
    ours: 'client.cursors.time',
    given: threeGroups,
    calls: ({ begin, second, end }) =>
      [begin, second, end, 'MQ=='].map((cursor = '') => ({
        python: [project, logstore, 0, cursor],
        ours: ({ cursors }) => cursors.time({ ...shard, cursor }),
      })),
    inOurWords: timeIn,
  },
  {
    python: 'get_previous_cursor_time',
    ours: 'client.cursors.previousTime',
    given: threeGroups,
    calls: ({ begin, second, end }) =>
      [begin, second, end].map((cursor = '') => ({
        python: [project, logstore, 0, cursor],
        ours: ({ cursors }) => cursors.previousTime({ ...shard, cursor }),
      })),
    inOurWords: timeIn,
  },
];
