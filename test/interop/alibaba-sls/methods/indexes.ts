import { index } from './index-config.js';
import { logstore, type MethodPair, type Place, project, read, store } from './method-pair.js';

const given = ({ client }: Place): Promise<void> => client.indexes.create({ ...store, index });
const changed = { ...index, keys: { f4: { type: 'double', doc_value: false } } } as const;

export const indexes: readonly MethodPair[] = [
  {
    python: 'create_index',
    ours: 'client.indexes.create',
    calls: () => [
      {
        python: [project, logstore, read('IndexConfig', index)],
        ours: ({ indexes }) => indexes.create({ ...store, index }),
      },
      {
        python: [project, logstore, read('IndexConfig', index)],
        ours: ({ indexes }) => indexes.create({ ...store, index }),
      },
    ],
    after: ({ indexes }) => indexes.get(store),
  },
  {
    python: 'get_index_config',
    ours: 'client.indexes.get',
    given,
    calls: () => [
      {
        python: [project, logstore],
        // The SDK keeps the time of the change to itself.
        ours: async ({ indexes }) => {
          const { lastModifyTime, index_mode, storage, ...told } = await indexes.get(store);
          return told;
        },
      },
      { python: [project, 'missing'], ours: ({ indexes }) => indexes.get({ project, logstore: 'missing' }) },
    ],
    inOurWords: ({ index_config }) => index_config,
  },
  {
    python: 'update_index',
    ours: 'client.indexes.update',
    given,
    calls: () => [
      {
        python: [project, logstore, read('IndexConfig', changed)],
        ours: ({ indexes }) => indexes.update({ ...store, index: changed }),
      },
    ],
    after: ({ indexes }) => indexes.get(store),
  },
  {
    python: 'delete_index',
    ours: 'client.indexes.delete',
    given,
    calls: () => [
      { python: [project, logstore], ours: ({ indexes }) => indexes.delete(store) },
      { python: [project, logstore], ours: ({ indexes }) => indexes.delete(store) },
    ],
    // It is gone, which the service refuses to tell in any other way.
    after: ({ indexes }) => indexes.get(store).catch(({ serviceCode }) => serviceCode),
  },
];
