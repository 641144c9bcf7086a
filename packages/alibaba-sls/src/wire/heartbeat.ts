import { integer, listOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type GroupRef, groupPath } from './logstore-ref.js';
import { jsonBody, send } from './send.js';

export interface HeartbeatRequest extends GroupRef {
  readonly member: string;
  /** Everything still worked on; decimal digits. */
  readonly holding: readonly string[];
}

/** ConsumerGroupHeartBeat: both bodies are bare lists of shard ids (the reference shows objects; its lengths and all SDKs do not). */
export async function heartbeat(
  connection: SlsConnection,
  request: HeartbeatRequest,
  o: SendOptions,
): Promise<readonly string[]> {
  const call = 'ConsumerGroupHeartBeat';
  const query = [
    ['type', 'heartbeat'],
    ['consumer', request.member],
  ] as const;
  const body = jsonBody(request.holding.map(Number));
  const response = await send(
    connection,
    { call, method: 'POST', project: request.project, path: groupPath(request), query, ...body },
    o,
  );
  return listOf(call, jsonOf(call, response)).map((id) => String(integer(call, id, 'in the list of shards')));
}
