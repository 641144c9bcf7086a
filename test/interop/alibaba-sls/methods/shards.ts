import { logstore, type MethodPair, project, store } from './method-pair.js';

interface ShardInfo {
  readonly shardID: number;
  readonly status: string;
  readonly inclusiveBeginKey: string;
  readonly exclusiveEndKey: string;
  readonly createTime: number;
}

const shardsIn = ({ shards }: { readonly shards: readonly ShardInfo[] }): object =>
  shards.map(({ shardID, status, inclusiveBeginKey, exclusiveEndKey, createTime }) => ({
    id: shardID,
    readOnly: status === 'readonly',
    beginKey: inclusiveBeginKey,
    endKey: exclusiveEndKey,
    createdAtSeconds: createTime,
  }));
const key = `4${'0'.repeat(31)}`;

export const shards: readonly MethodPair[] = [
  {
    python: 'list_shards',
    ours: 'client.shards.list',
    given: async ({ sls }) => void sls.split(project, logstore, 1),
    calls: () => [
      { python: [project, logstore], ours: ({ shards }) => shards.list(store).all() },
      { python: [project, 'missing'], ours: ({ shards }) => shards.list({ project, logstore: 'missing' }) },
    ],
    inOurWords: shardsIn,
  },
  {
    python: 'split_shard',
    ours: 'client.shards.split',
    calls: () => [
      { python: [project, logstore, 0, key], ours: ({ shards }) => shards.split({ ...store, shard: 0, key }) },
      { python: [project, logstore, 7, key], ours: ({ shards }) => shards.split({ ...store, shard: 7, key }) },
    ],
    inOurWords: shardsIn,
    after: ({ shards }) => shards.list(store).all(),
  },
  {
    python: 'merge_shard',
    ours: 'client.shards.merge',
    calls: () => [
      { python: [project, logstore, 0], ours: ({ shards }) => shards.merge({ ...store, shard: 0 }) },
      { python: [project, logstore, 2], ours: ({ shards }) => shards.merge({ ...store, shard: 2 }) },
    ],
    inOurWords: shardsIn,
    after: ({ shards }) => shards.list(store).all(),
  },
  {
    python: 'delete_shard',
    ours: 'client.shards.delete',
    given: async ({ sls }) => void sls.split(project, logstore, 1),
    calls: () => [
      { python: [project, logstore, 1], ours: ({ shards }) => shards.delete({ ...store, shard: 1 }) },
      { python: [project, logstore, 0], ours: ({ shards }) => shards.delete({ ...store, shard: 0 }) },
    ],
    after: ({ shards }) => shards.list(store).all(),
  },
];
