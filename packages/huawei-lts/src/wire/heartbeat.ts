import { corrupt, jsonIn, listOf } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { requestIdOf } from './request-id.js';
import { sendRequest } from './send-request.js';
import { type GroupRef, streamPath } from './stream-ref.js';

export interface HeartbeatRequest extends GroupRef {
  readonly consumer: string;
  /** Shards still worked on, those being wound down too. */
  readonly holding: readonly string[];
}

const CALL = 'ConsumerGroupHeartBeat';

/** Tells what is held and answers what is to be held: that is the whole balancing. `null` means nothing. */
export async function sendHeartbeat(
  connection: LtsConnection,
  request: HeartbeatRequest,
  o: SendOptions,
): Promise<readonly string[]> {
  const { projectId, group, consumer, holding } = request;
  const { body, headers } = await sendRequest(
    connection,
    {
      call: CALL,
      face: 'access',
      method: 'POST',
      projectId,
      path: `${streamPath('v2', request)}/consumer-groups/${group}/heartbeat`,
      query: [['consumer_name', consumer]],
      body: Buffer.from(JSON.stringify(holding)),
    },
    o,
  );
  return listOf(CALL, jsonIn(CALL, body, requestIdOf(headers)) ?? []).map((shard) => {
    if (typeof shard === 'string' && shard !== '') return shard;
    throw corrupt(CALL, 'a shard id that is no text');
  });
}
