import { logstore, type MethodPair, type Place, project, store } from './method-pair.js';

const given = async ({ client }: Place): Promise<void> => {
  await client.consumerGroups.create({ ...store, group: 'billing', timeoutSeconds: 60 });
  await client.consumerGroups.create({ ...store, group: 'audit', timeoutSeconds: 300, inOrder: true });
};

interface GroupEntity {
  readonly consumer_group_name: string;
  readonly timeout: number;
  readonly in_order: boolean;
}

export const consumerGroups: readonly MethodPair[] = [
  {
    python: 'list_consumer_group',
    ours: 'client.consumerGroups.list',
    given,
    calls: () => [
      { python: [project, logstore], ours: ({ consumerGroups }) => consumerGroups.list(store).all() },
      {
        python: [project, 'missing'],
        ours: ({ consumerGroups }) => consumerGroups.list({ project, logstore: 'missing' }),
      },
    ],
    inOurWords: ({ consumer_groups }: { readonly consumer_groups: readonly GroupEntity[] }) =>
      consumer_groups.map(({ consumer_group_name: name, timeout: timeoutSeconds, in_order: inOrder }) => ({
        ...{ name, timeoutSeconds, inOrder },
      })),
  },
  {
    python: 'create_consumer_group',
    ours: 'client.consumerGroups.create',
    calls: () => [
      {
        python: [project, logstore, 'group-1', 300],
        named: { in_order: false },
        ours: ({ consumerGroups }) => consumerGroups.create({ ...store, group: 'group-1', timeoutSeconds: 300 }),
      },
      {
        python: [project, logstore, 'group-2', 60, true],
        ours: ({ consumerGroups }) =>
          consumerGroups.create({ ...store, group: 'group-2', timeoutSeconds: 60, inOrder: true }),
      },
      {
        python: [project, logstore, 'group-1', 300],
        ours: ({ consumerGroups }) => consumerGroups.create({ ...store, group: 'group-1', timeoutSeconds: 300 }),
      },
    ],
    after: ({ consumerGroups }) => consumerGroups.list(store).all(),
  },
  {
    python: 'update_consumer_group',
    ours: 'client.consumerGroups.update',
    given,
    calls: () => [
      {
        python: [project, logstore, 'billing', 350],
        named: { in_order: false },
        ours: ({ consumerGroups }) =>
          consumerGroups.update({ ...store, group: 'billing', timeoutSeconds: 350, inOrder: false }),
      },
      {
        python: [project, logstore, 'audit'],
        named: { in_order: false },
        ours: ({ consumerGroups }) => consumerGroups.update({ ...store, group: 'audit', inOrder: false }),
      },
      {
        python: [project, logstore, 'missing', 60],
        ours: ({ consumerGroups }) => consumerGroups.update({ ...store, group: 'missing', timeoutSeconds: 60 }),
      },
    ],
    after: ({ consumerGroups }) => consumerGroups.list(store).all(),
  },
  {
    python: 'delete_consumer_group',
    ours: 'client.consumerGroups.delete',
    given,
    calls: () =>
      ['billing', 'billing'].map((group) => ({
        python: [project, logstore, group],
        ours: ({ consumerGroups }) => consumerGroups.delete({ ...store, group }),
      })),
    after: ({ consumerGroups }) => consumerGroups.list(store).all(),
  },
];
