import { logGroup, type MethodPair, onStream, stream } from './method-pair.js';

const missing = 'c54dbc58-0fd8-48ed-b007-000000000000';

export const shards: readonly MethodPair[] = [
  {
    official: 'ShowLogStreamShards',
    ours: 'client.shards.list',
    calls: () => [
      { theirs: onStream, ours: ({ shards }) => shards.list(stream).all() },
      {
        theirs: { ...onStream, stream_id: missing },
        ours: ({ shards }) => shards.list({ ...logGroup, logStreamId: missing }).all(),
      },
    ],
    inOurWords: ({ result }) => (JSON.parse(result) as readonly string[]).map((id) => ({ id })),
  },
];
