import { billing, type MethodPair, onStream, type PairedCall, stream } from './method-pair.js';

const group = { ...stream, group: 'billing' };
const onGroup = { ...onStream, consumer_group_name: 'billing' };
const missing = { ...onGroup, consumer_group_name: 'missing' };
const member = '5f0b1c9e-6a0e-4d0b-9a3d-3f1f1b8f2c11';

interface Told {
  readonly consumer_group_name: string;
  readonly timeout: number;
}
const groupOf = ({ consumer_group_name: name, timeout }: Told): object => ({ name, timeoutSeconds: timeout });

export const consumerGroups: readonly MethodPair[] = [
  {
    official: 'ListConsumerGroup',
    ours: 'client.consumerGroups.list',
    given: async (place) => {
      await billing(place);
      await place.client.consumerGroups.create({ ...stream, group: 'audit', timeoutSeconds: 300 });
    },
    calls: () => [{ theirs: onStream, ours: ({ consumerGroups }) => consumerGroups.list(stream).all() }],
    inOurWords: ({ body }) => body.map(groupOf),
  },
  {
    official: 'ListConsumerGroup',
    ours: 'client.consumerGroups.get',
    given: billing,
    calls: () => [{ theirs: onStream, ours: ({ consumerGroups }) => consumerGroups.get(group) }],
    inOurWords: ({ body }) => body.map(groupOf)[0],
  },
  {
    official: 'CreateConsumerGroup',
    ours: 'client.consumerGroups.create',
    calls: () => [
      // The second time it is there.
      ...[45, 30].map(
        (timeout): PairedCall => ({
          theirs: { ...onStream, body: { consumer_group_name: 'billing', timeout } },
          ours: ({ consumerGroups }) => consumerGroups.create({ ...group, timeoutSeconds: timeout }),
        }),
      ),
      {
        theirs: { ...onStream, body: { consumer_group_name: 'long', timeout: 86_400 } },
        ours: ({ consumerGroups }) => consumerGroups.create({ ...stream, group: 'long', timeoutSeconds: 86_400 }),
      },
    ],
    after: ({ consumerGroups }) => consumerGroups.list(stream).all(),
  },
  {
    official: 'DeleteConsumerGroup',
    ours: 'client.consumerGroups.delete',
    given: billing,
    calls: () => [
      { theirs: onGroup, ours: ({ consumerGroups }) => consumerGroups.delete(group) },
      { theirs: onGroup, ours: ({ consumerGroups }) => consumerGroups.delete(group) },
    ],
    after: ({ consumerGroups }) => consumerGroups.list(stream).all(),
  },
  {
    official: 'ConsumerGroupHeartBeat',
    ours: 'client.consumerGroups.heartbeat',
    given: billing,
    calls: () => [
      {
        theirs: { ...onGroup, consumer_name: member, body: [] },
        ours: ({ consumerGroups }) => consumerGroups.heartbeat({ ...group, member, holding: [] }),
      },
      {
        theirs: { ...onGroup, consumer_name: 'another', body: [] },
        ours: ({ consumerGroups }) => consumerGroups.heartbeat({ ...group, member: 'another', holding: [] }),
      },
      {
        theirs: { ...onGroup, consumer_name: member, body: ['0', '1'] },
        ours: ({ consumerGroups }) => consumerGroups.heartbeat({ ...group, member, holding: ['0', '1'] }),
      },
      {
        theirs: { ...missing, consumer_name: member, body: [] },
        ours: ({ consumerGroups }) => consumerGroups.heartbeat({ ...stream, group: 'missing', member, holding: [] }),
      },
    ],
    inOurWords: ({ body }) => body,
  },
];
