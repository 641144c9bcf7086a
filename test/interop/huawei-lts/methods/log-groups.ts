import type { LogGroup } from '@polylog/huawei-lts';
import { logGroup, logGroupId, type MethodPair, type Place } from './method-pair.js';

const missing = { logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-000000000000' };
const tags = { team: 'billing', stage: 'te st' };
const tagList = Object.entries(tags).map(([key, value]) => ({ key, value }));

async function twoMore({ client: { logGroups } }: Place): Promise<void> {
  await logGroups.create({ name: 'orders', ttlDays: 7, tags, alias: 'the orders' });
  await logGroups.create({ name: 'web' });
}

interface Told {
  readonly log_group_id: string;
  readonly log_group_name: string;
  readonly creation_time: number;
  readonly ttl_in_days: number;
  readonly tag?: Readonly<Record<string, string>>;
}
/** Not every version of the SDKs tells the other name. */
const known = ({ alias: _alias, ...group }: LogGroup): object => group;
const groupOf = (told: Told): object => ({
  ...{ logGroupId: told.log_group_id, name: told.log_group_name, ttlDays: told.ttl_in_days },
  ...{ createdAtMs: told.creation_time, tags: told.tag ?? {} },
});
const groupsOf = ({ log_groups: found }: { readonly log_groups: readonly Told[] }): readonly object[] =>
  found.map(groupOf);

export const logGroups: readonly MethodPair[] = [
  {
    official: 'ListLogGroups',
    ours: 'client.logGroups.list',
    given: twoMore,
    calls: () => [{ theirs: {}, ours: async ({ logGroups }) => (await logGroups.list().all()).map(known) }],
    inOurWords: groupsOf,
  },
  {
    official: 'ListLogGroups',
    ours: 'client.logGroups.get',
    given: twoMore,
    calls: () => [{ theirs: {}, ours: async ({ logGroups }) => known(await logGroups.get(logGroup)) }],
    inOurWords: ({ log_groups: found }: { readonly log_groups: readonly Told[] }) =>
      found.filter((each) => each.log_group_id === logGroupId).map(groupOf)[0],
  },
  {
    official: 'CreateLogGroup',
    ours: 'client.logGroups.create',
    calls: () => [
      {
        theirs: {
          body: { log_group_name: 'orders', ttl_in_days: 7, tags: tagList, log_group_name_alias: 'the orders' },
        },
        ours: ({ logGroups }) => logGroups.create({ name: 'orders', ttlDays: 7, tags, alias: 'the orders' }),
      },
      {
        theirs: { body: { log_group_name: 'orders', ttl_in_days: 7 } },
        ours: ({ logGroups }) => logGroups.create({ name: 'orders', ttlDays: 7 }),
      },
      {
        theirs: { body: { log_group_name: 'no good name', ttl_in_days: 30 } },
        ours: ({ logGroups }) => logGroups.create({ name: 'no good name' }),
      },
    ],
    inOurWords: ({ log_group_id: id }) => ({ logGroupId: id }),
    after: ({ logGroups }) => logGroups.list().all(),
  },
  {
    official: 'UpdateLogGroup',
    ours: 'client.logGroups.update',
    calls: () => [
      {
        theirs: { log_group_id: logGroupId, body: { ttl_in_days: 90, tags: tagList } },
        ours: ({ logGroups }) => logGroups.update({ ...logGroup, ttlDays: 90, tags }),
      },
      {
        theirs: { log_group_id: missing.logGroupId, body: { ttl_in_days: 90 } },
        ours: ({ logGroups }) => logGroups.update({ ...missing, ttlDays: 90 }),
      },
    ],
    after: ({ logGroups }) => logGroups.list().all(),
  },
  {
    official: 'DeleteLogGroup',
    ours: 'client.logGroups.delete',
    given: twoMore,
    calls: () => [
      { theirs: { log_group_id: logGroupId }, ours: ({ logGroups }) => logGroups.delete(logGroup) },
      { theirs: { log_group_id: logGroupId }, ours: ({ logGroups }) => logGroups.delete(logGroup) },
    ],
    after: ({ logGroups }) => logGroups.list().all(),
  },
];
