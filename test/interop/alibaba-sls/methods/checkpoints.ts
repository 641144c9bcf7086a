import type { Checkpoint } from '@polylog/alibaba-sls';
import { at, type Facts, logstore, type MethodPair, nowSeconds, type Place, project, store } from './method-pair.js';

const group = { ...store, group: 'billing' };

/** A group that has saved in shard 0, and two log groups there. */
async function given({ client, sls, clock }: Place): Promise<Facts> {
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60 });
  for (const text of ['a', 'b']) {
    sls.put(project, logstore, { logs: [{ timeSeconds: nowSeconds, contents: [['text', text]] }] }, { shard: 0 });
    clock.advance(10_000);
  }
  const cursor = await client.cursors.get({ ...store, shard: 0, at: 'end' });
  await client.checkpoints.set({ ...group, shard: 0, cursor });
  return { cursor };
}

interface Told {
  readonly shard: number;
  readonly checkpoint: string;
  readonly updateTime: number;
  readonly consumer: string;
  readonly checkpoint_previous_cursor_time?: number;
}
const checkpointOf = ({ shard, checkpoint, updateTime, consumer, ...rest }: Told): Checkpoint =>
  checkpoint === ''
    ? { shard }
    : {
        ...{ shard, cursor: checkpoint, savedAtMs: Math.floor(updateTime / 1_000) },
        ...(consumer !== '' && { savedBy: consumer }),
        ...(rest.checkpoint_previous_cursor_time !== undefined && {
          doneUpTo: at(rest.checkpoint_previous_cursor_time),
        }),
      };
const checkpointsOf = (answer: { readonly consumer_group_check_poins: readonly Told[] }): readonly Checkpoint[] =>
  answer.consumer_group_check_poins.map(checkpointOf);

export const checkpoints: readonly MethodPair[] = [
  {
    python: 'get_check_point',
    ours: 'client.checkpoints.get',
    given,
    calls: () =>
      [0, 1].map((shard) => ({
        python: [project, logstore, 'billing'],
        named: { shard },
        ours: ({ checkpoints }) => checkpoints.get({ ...group, shard }),
      })),
    // Ours says nothing where nothing was saved.
    inOurWords: (answer) => checkpointsOf(answer).find(({ cursor }) => cursor !== undefined),
  },
  {
    python: 'get_check_point',
    ours: 'client.checkpoints.list',
    given,
    calls: () => [
      { python: [project, logstore, 'billing'], ours: ({ checkpoints }) => checkpoints.list(group).all() },
      {
        python: [project, logstore, 'missing'],
        ours: ({ checkpoints }) => checkpoints.list({ ...store, group: 'missing' }),
      },
    ],
    inOurWords: checkpointsOf,
  },
  {
    python: 'get_check_point_fixed',
    ours: 'client.checkpoints.list',
    given,
    calls: () => [
      {
        python: [project, logstore, 'billing'],
        ours: ({ checkpoints }) => checkpoints.list({ ...group, withTimes: true }).all(),
      },
    ],
    inOurWords: checkpointsOf,
  },
  {
    python: 'update_check_point',
    ours: 'client.checkpoints.set',
    given,
    calls: ({ cursor = '' }) => [
      {
        python: [project, logstore, 'billing', 1, cursor],
        ours: ({ checkpoints }) => checkpoints.set({ ...group, shard: 1, cursor }),
      },
      {
        python: [project, logstore, 'missing', 1, cursor],
        ours: ({ checkpoints }) => checkpoints.set({ ...store, group: 'missing', shard: 1, cursor }),
      },
      // By a member that does not hold the shard, and not by force.
      {
        python: [project, logstore, 'billing', 1, cursor, 'nobody', false],
        ours: ({ checkpoints }) => checkpoints.set({ ...group, shard: 1, cursor, member: 'nobody' }),
      },
    ],
    after: ({ checkpoints }) => checkpoints.list(group).all(),
  },
];
