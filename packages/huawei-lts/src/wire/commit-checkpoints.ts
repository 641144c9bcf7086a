import type { LtsConnection, SendOptions } from './connection.js';
import { sendRequest } from './send-request.js';
import { type GroupRef, streamPath } from './stream-ref.js';

export interface CommitRequest extends GroupRef {
  readonly consumer: string;
  readonly checkpoints: readonly { readonly shard: string; readonly cursor: bigint }[];
}

/** Stores the places of any number of shards; the last one who writes counts. A refusal is an error here, as everywhere. */
export async function commitCheckpoints(
  connection: LtsConnection,
  request: CommitRequest,
  o: SendOptions,
): Promise<void> {
  const { projectId, group, consumer, checkpoints } = request;
  // The cursor is text on this face, an integer on the gateway; the names in the order of the LTS SDKs.
  const body = checkpoints.map(({ shard, cursor }) => ({ checkpoint: String(cursor), shard_id: shard }));
  await sendRequest(
    connection,
    {
      call: 'UpdateCheckPoint',
      face: 'access',
      method: 'POST',
      projectId,
      path: `${streamPath('v2', request)}/consumer-groups/${group}`,
      query: [['consumer_name', consumer]],
      body: Buffer.from(JSON.stringify(body)),
    },
    o,
  );
}
