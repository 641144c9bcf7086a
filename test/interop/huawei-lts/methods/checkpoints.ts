import type { Checkpoint } from '@polylog/huawei-lts';
import {
  billing,
  type Facts,
  gatewayPath,
  type MethodPair,
  onStream,
  type Place,
  stream,
  threeLogs,
} from './method-pair.js';

const group = { ...stream, group: 'billing' };
const onGroup = { ...onStream, consumer_group_name: 'billing' };
const member = '5f0b1c9e-6a0e-4d0b-9a3d-3f1f1b8f2c11';
/** What no double holds. */
const LARGE = String(2n ** 53n + 1n);

/** Saved by a member, in shard 0 alone. */
async function saved(place: Place): Promise<Facts> {
  await billing(place);
  const facts = await threeLogs(place);
  const { second = '' } = facts;
  await place.client.checkpoints.set({ ...group, shard: '0', cursor: second, member });
  return facts;
}

interface Told {
  readonly shard_id: string;
  readonly checkpoint: number | bigint;
  readonly update_time: number;
  readonly consumer_name: string;
}
const checkpointOf = (told: Told): Checkpoint => ({
  ...{ shard: told.shard_id, cursor: String(told.checkpoint), savedAtMs: told.update_time },
  savedBy: told.consumer_name,
});
const savedIn = ({ body }: { readonly body: readonly Told[] }): readonly Checkpoint[] => body.map(checkpointOf);

export const checkpoints: readonly MethodPair[] = [
  {
    official: 'ListDetailsConsumerGroup',
    ours: 'client.checkpoints.list',
    given: saved,
    calls: () => [
      {
        theirs: onGroup,
        // The SDK does not tell of shards without one.
        ours: async ({ checkpoints }) =>
          (await checkpoints.list(group).all()).filter(({ cursor }) => cursor !== undefined),
      },
    ],
    inOurWords: savedIn,
  },
  {
    official: 'ListDetailsConsumerGroup',
    ours: 'client.checkpoints.get',
    given: saved,
    calls: () => [{ theirs: onGroup, ours: ({ checkpoints }) => checkpoints.get({ ...group, shard: '0' }) }],
    inOurWords: (answer) => savedIn(answer)[0],
  },
  {
    official: 'UpdateCheckPoint',
    ours: 'client.checkpoints.set',
    given: billing,
    calls: () => [
      {
        theirs: { ...onGroup, consumer_name: member, body: [{ shard_id: '1', checkpoint: BigInt(LARGE) }] },
        ours: ({ checkpoints }) => checkpoints.set({ ...group, shard: '1', cursor: LARGE, member }),
      },
      {
        theirs: { ...onGroup, consumer_name: member, body: [{ shard_id: '9', checkpoint: 7 }] },
        ours: ({ checkpoints }) => checkpoints.set({ ...group, shard: '9', cursor: '7', member }),
      },
      {
        theirs: {
          ...{ ...onGroup, consumer_group_name: 'missing', consumer_name: member },
          body: [{ shard_id: '1', checkpoint: 7 }],
        },
        ours: ({ checkpoints }) => checkpoints.set({ ...stream, group: 'missing', shard: '1', cursor: '7', member }),
      },
    ],
    after: ({ checkpoints }) => checkpoints.list(group).all(),
  },
  {
    ours: 'client.checkpoints.resetTo',
    given: saved,
    calls: ({ begin = '', end = '' }) =>
      (
        [
          ['begin', begin],
          ['end', end],
        ] as const
      ).map(([to, cursor]) => ({
        theirs: {
          ...{ method: 'POST', path: `${gatewayPath}/consumer-groups/billing`, query: { consumer_name: 'admin' } },
          body: [{ shard_id: '0', checkpoint: BigInt(cursor) }],
        },
        async ours({ checkpoints }) {
          const { rows } = await checkpoints.resetTo({ ...group, to, shards: ['0'], dryRun: false });
          if (rows[0]?.after !== cursor) throw new Error('it did not go where it was told to');
        },
      })),
    // Not in whose name, which is each one's own.
    after: async ({ checkpoints }) =>
      (await checkpoints.list(group).all()).map(({ savedBy: _name, ...checkpoint }) => checkpoint),
  },
];
