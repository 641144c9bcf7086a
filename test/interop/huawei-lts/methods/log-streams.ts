import type { LogStream } from '@polylog/huawei-lts';
import { logGroup, logGroupId, logStreamId, type MethodPair, ofStream, type Place, stream } from './method-pair.js';

const missing = 'c54dbc58-0fd8-48ed-b007-000000000000';
const tags = { team: 'billing' };
const tagList = [{ key: 'team', value: 'billing' }];

async function twoMore({ client: { logStreams, logGroups } }: Place): Promise<void> {
  await logStreams.create({ ...logGroup, name: 'web', ttlDays: 7, tags, alias: 'the web' });
  const other = await logGroups.create({ name: 'other', ttlDays: 9 });
  await logStreams.create({ ...other, name: 'web' });
}

interface Told {
  readonly log_stream_id: string;
  readonly log_stream_name: string;
  readonly log_stream_name_alias?: string;
  readonly log_group_id?: string;
  readonly creation_time: number;
  readonly ttl_in_days?: number;
  readonly tag?: Readonly<Record<string, string>>;
}

const all = ({ logStreams }: Pick<Place['client'], 'logStreams'>): Promise<unknown> => logStreams.list().all();

/** Not every version of the SDKs tells which log group, how many days and which other name. */
const known = ({ logStreamId, name, createdAtMs, tags }: LogStream): object => ({
  logStreamId,
  name,
  createdAtMs,
  tags,
});
const knownOf = (told: Told): object => ({
  ...{ logStreamId: told.log_stream_id, name: told.log_stream_name },
  ...{ createdAtMs: told.creation_time, tags: told.tag ?? {} },
});
const streamsOf = ({ log_streams: found }: { readonly log_streams: readonly Told[] }): readonly object[] =>
  found.map(knownOf);

export const logStreams: readonly MethodPair[] = [
  {
    official: 'ListLogStream',
    ours: 'client.logStreams.list',
    given: twoMore,
    calls: () => [
      {
        theirs: { log_group_id: logGroupId },
        ours: async ({ logStreams }) => (await logStreams.list(logGroup).all()).map(known),
      },
      {
        theirs: { log_group_id: missing },
        ours: ({ logStreams }) => logStreams.list({ logGroupId: missing }).all(),
      },
    ],
    inOurWords: streamsOf,
  },
  {
    official: 'ListLogStreams',
    ours: 'client.logStreams.list',
    given: twoMore,
    calls: () => [
      { theirs: {}, ours: async ({ logStreams }) => (await logStreams.list().all()).map(known) },
      {
        theirs: { log_group_name: 'other', log_stream_name: 'web' },
        ours: async ({ logStreams }) =>
          (await logStreams.list({ logGroupName: 'other', logStreamName: 'web' }).all()).map(known),
      },
    ],
    inOurWords: streamsOf,
  },
  {
    official: 'ListLogStream',
    ours: 'client.logStreams.get',
    given: twoMore,
    calls: () => [
      {
        theirs: { log_group_id: logGroupId },
        ours: async ({ logStreams }) => known(await logStreams.get(stream)),
      },
    ],
    inOurWords: ({ log_streams: found }: { readonly log_streams: readonly Told[] }) =>
      found.filter((each) => each.log_stream_id === logStreamId).map(knownOf)[0],
  },
  {
    official: 'CreateLogStream',
    ours: 'client.logStreams.create',
    calls: () => [
      {
        theirs: {
          log_group_id: logGroupId,
          body: { log_stream_name: 'web', ttl_in_days: 7, tags: tagList },
        },
        ours: ({ logStreams }) => logStreams.create({ ...logGroup, name: 'web', ttlDays: 7, tags }),
      },
      {
        theirs: { log_group_id: logGroupId, body: { log_stream_name: 'web' } },
        ours: ({ logStreams }) => logStreams.create({ ...logGroup, name: 'web' }),
      },
      {
        theirs: { log_group_id: missing, body: { log_stream_name: 'web' } },
        ours: ({ logStreams }) => logStreams.create({ logGroupId: missing, name: 'web' }),
      },
    ],
    inOurWords: ({ log_stream_id: id }) => ({ ...logGroup, logStreamId: id }),
    after: all,
  },
  {
    official: 'UpdateLogStream',
    ours: 'client.logStreams.update',
    calls: () => [
      {
        theirs: { ...ofStream, body: { ttl_in_days: 90, tags: tagList } },
        ours: ({ logStreams }) => logStreams.update({ ...stream, ttlDays: 90, tags }),
      },
      {
        theirs: { ...ofStream, log_stream_id: missing, body: { ttl_in_days: 90 } },
        ours: ({ logStreams }) => logStreams.update({ ...logGroup, logStreamId: missing, ttlDays: 90 }),
      },
    ],
    after: all,
  },
  {
    official: 'DeleteLogStream',
    ours: 'client.logStreams.delete',
    given: twoMore,
    calls: () => [
      { theirs: ofStream, ours: ({ logStreams }) => logStreams.delete(stream) },
      { theirs: ofStream, ours: ({ logStreams }) => logStreams.delete(stream) },
    ],
    after: all,
  },
];
