import { corrupt, objectOf, textOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type ShardRef, shardPath } from './logstore-ref.js';
import { send } from './send.js';

/**
 * The cursor of the oldest log group kept (`begin`), of the place after the newest (`end`), or of the first one received
 * at or after a time (GetCursor; SLS API reference, cursors).
 */
export async function getCursor(
  connection: SlsConnection,
  ref: ShardRef & { readonly from: 'begin' | 'end' | { readonly epochSeconds: number } },
  o: SendOptions,
): Promise<string> {
  const from = typeof ref.from === 'string' ? ref.from : String(ref.from.epochSeconds);
  const query = [
    ['type', 'cursor'],
    ['from', from],
  ] as const;
  const request = { call: 'GetCursor', method: 'GET', project: ref.project, path: shardPath(ref), query } as const;
  const response = await send(connection, request, o);
  const cursor = textOf('GetCursor', objectOf('GetCursor', jsonOf('GetCursor', response)), 'cursor');
  if (cursor === '') throw corrupt('GetCursor', 'an empty cursor');
  return cursor;
}
