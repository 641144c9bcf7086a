import { logstore, type MethodPair, made, page, project, store } from './method-pair.js';

const names = ['audit', 'store-1', 'store-2'];
const fill = async ({ sls }: Parameters<NonNullable<MethodPair['given']>>[0]): Promise<void> => {
  for (const name of names) sls.createLogstore({ project, logstore: name, shards: 1 });
};

export const logstores: readonly MethodPair[] = [
  {
    python: 'list_logstores',
    ours: 'client.logstores.list',
    given: fill,
    calls: () => [
      {
        python: [made('ListLogstoresRequest', { project })],
        ours: ({ logstores }) => logstores.list({ project }).then(page),
      },
    ],
    inOurWords: ({ logstores: items, total }) => ({ items, total }),
  },
  {
    python: 'list_logstore',
    ours: 'client.logstores.list',
    given: fill,
    calls: () => [
      { python: [project], ours: ({ logstores }) => logstores.list({ project }).then(page) },
      {
        python: [project, 'store', 1, 1],
        ours: ({ logstores }) => logstores.list({ project, nameContains: 'store', offset: 1, pageSize: 1 }).then(page),
      },
      { python: ['missing-project'], ours: ({ logstores }) => logstores.list({ project: 'missing-project' }) },
    ],
    inOurWords: ({ logstores: items, total_count: total }) => ({ items, total }),
  },
  {
    python: 'create_logstore',
    ours: 'client.logstores.create',
    calls: () => [
      {
        python: [project, 'logstore1'],
        named: { ttl: 30, shard_count: 3 },
        ours: ({ logstores }) =>
          logstores.create({
            ...{ project, logstore: 'logstore1', ttlDays: 30, shardCount: 3 },
            // What the SDK names in any case.
            ...{ webTracking: false, autoSplit: true, maxSplitShards: 64, appendMeta: false, telemetryType: '' },
          }),
      },
      {
        python: [project, 'logstore2', 3650, 1, true, true, false, 8],
        named: { telemetry_type: 'None', hot_ttl: 30, mode: 'query', infrequent_access_ttl: 60 },
        ours: ({ logstores }) =>
          logstores.create({
            ...{ project, logstore: 'logstore2', ttlDays: 3650, shardCount: 1, webTracking: true, appendMeta: true },
            ...{ autoSplit: false, maxSplitShards: 8, telemetryType: 'None', hotTtlDays: 30, mode: 'query' },
            infrequentAccessTtlDays: 60,
          }),
      },
      { python: [project, logstore], ours: ({ logstores }) => logstores.create(store) },
    ],
    after: async ({ logstores, shards }) => ({
      plain: await logstores.get({ project, logstore: 'logstore1' }),
      full: await logstores.get({ project, logstore: 'logstore2' }),
      shards: await shards.list({ project, logstore: 'logstore1' }).all(),
    }),
  },
  {
    python: 'get_logstore',
    ours: 'client.logstores.get',
    calls: () => [
      // The SDK leaves out when it was made and changed.
      {
        python: [project, logstore],
        ours: async ({ logstores }) => {
          const { createdAtSeconds, modifiedAtSeconds, ...told } = await logstores.get(store);
          return told;
        },
      },
      { python: [project, 'missing'], ours: ({ logstores }) => logstores.get({ project, logstore: 'missing' }) },
    ],
    inOurWords: (told) => ({
      name: told.logstore_name,
      ttlDays: told.ttl,
      shardCount: told.shard_count,
      webTracking: told.enable_tracking,
      autoSplit: told.auto_split,
      maxSplitShards: told.max_split_shard,
      appendMeta: told.append_meta,
      ...(told.telemetry_type !== undefined && { telemetryType: told.telemetry_type }),
      // It makes -1 and nothing of what the service did not say.
      ...(told.hot_ttl !== -1 && { hotTtlDays: told.hot_ttl }),
      ...(told.mode !== null && { mode: told.mode }),
    }),
  },
  {
    python: 'update_logstore',
    ours: 'client.logstores.update',
    calls: () => [
      {
        python: [project, logstore],
        named: { ttl: 90, append_meta: true },
        ours: ({ logstores }) => logstores.update({ ...store, ttlDays: 90, appendMeta: true }),
      },
      {
        python: [project, 'missing', 90],
        ours: ({ logstores }) => logstores.update({ project, logstore: 'missing', ttlDays: 90 }),
      },
    ],
    after: ({ logstores }) => logstores.get(store),
  },
  {
    python: 'delete_logstore',
    ours: 'client.logstores.delete',
    given: fill,
    calls: () => [
      { python: [project, logstore], ours: ({ logstores }) => logstores.delete(store) },
      { python: [project, logstore], ours: ({ logstores }) => logstores.delete(store) },
    ],
    after: ({ logstores }) => logstores.list({ project }).all(),
  },
];
