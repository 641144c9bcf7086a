import {
  type Facts,
  gatewayPath,
  type MethodPair,
  nowMs,
  onStream,
  type PairedCall,
  stream,
  threeLogs,
} from './method-pair.js';

const shard = { ...stream, shard: '0' };
const onShard = { ...onStream, shard_id: '0' };
const dateOf = (timeNs: bigint | number): Date => new Date(Number(BigInt(timeNs) / 1_000_000n));
const timeIn = ({ cursor_time: timeNs }: { readonly cursor_time: bigint | number }): Date => dateOf(timeNs);

/** Of the three logs, of the place behind them, and in a shard that is not there. */
const everyPlace = ({ begin = '', second = '', end = '' }: Facts): readonly { shard: string; cursor: string }[] => [
  ...[begin, second, end].map((cursor) => ({ shard: '0', cursor })),
  { shard: '9', cursor: begin },
];

export const cursors: readonly MethodPair[] = [
  {
    official: 'ShowCursorByTime',
    ours: 'client.cursors.get',
    given: threeLogs,
    calls: () => [
      { theirs: { ...onShard, from: 'begin' }, ours: ({ cursors }) => cursors.get({ ...shard, at: 'begin' }) },
      { theirs: { ...onShard, from: 'end' }, ours: ({ cursors }) => cursors.get({ ...shard, at: 'end' }) },
      ...[0, nowMs - 1, nowMs, nowMs + 5_000, nowMs + 10_000, nowMs + 20_001, nowMs + 999_000].map(
        (ms): PairedCall => ({
          theirs: { ...onShard, from: `${ms}000000` },
          ours: ({ cursors }) => cursors.get({ ...shard, at: new Date(ms) }),
        }),
      ),
      {
        theirs: { ...onShard, shard_id: '9', from: 'begin' },
        ours: ({ cursors }) => cursors.get({ ...shard, shard: '9', at: 'begin' }),
      },
    ],
    inOurWords: ({ cursor }) => String(cursor),
  },
  {
    official: 'ShowCursorTime',
    ours: 'client.cursors.time',
    given: threeLogs,
    calls: (facts) =>
      everyPlace(facts).map(({ shard, cursor }) => ({
        theirs: { ...onStream, shard_id: shard, cursor },
        ours: ({ cursors }) => cursors.time({ ...stream, shard, cursor }),
      })),
    inOurWords: timeIn,
  },
  {
    official: 'ShowCursorTime',
    ours: 'client.cursors.timeNs',
    given: threeLogs,
    calls: (facts) =>
      everyPlace(facts).map(({ shard, cursor }) => ({
        theirs: { ...onStream, shard_id: shard, cursor },
        ours: ({ cursors }) => cursors.timeNs({ ...stream, shard, cursor }),
      })),
    inOurWords: ({ cursor_time: timeNs }) => BigInt(timeNs),
  },
  {
    ours: 'client.cursors.previousTime',
    given: threeLogs,
    calls: (facts) =>
      everyPlace(facts).map(({ shard, cursor }) => ({
        theirs: {
          ...{ method: 'GET', path: `${gatewayPath}/shards/${shard}/time` },
          query: { cursor: String(BigInt(cursor) - 1n) },
        },
        ours: ({ cursors }) => cursors.previousTime({ ...stream, shard, cursor }),
      })),
    inOurWords: timeIn,
  },
];
