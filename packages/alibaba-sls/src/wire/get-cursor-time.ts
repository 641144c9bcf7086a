import { integerOf, objectOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type ShardRef, shardPath } from './logstore-ref.js';
import { send } from './send.js';

/** When the log group at a cursor was received, epoch seconds; the service's now for the end cursor (GetCursorTime). */
export async function getCursorTime(
  connection: SlsConnection,
  ref: ShardRef & { readonly cursor: string },
  o: SendOptions,
): Promise<number> {
  const query = [
    ['type', 'cursor_time'],
    ['cursor', ref.cursor],
  ] as const;
  const request = {
    call: 'GetCursorTime',
    method: 'GET',
    project: ref.project,
    path: shardPath(ref),
    query,
    namesCursors: true,
  } as const;
  const response = await send(connection, request, o);
  return integerOf('GetCursorTime', objectOf('GetCursorTime', jsonOf('GetCursorTime', response)), 'cursor_time');
}
