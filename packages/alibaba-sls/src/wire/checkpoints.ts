import { integerOf, listOf, objectOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type GroupRef, groupPath } from './logstore-ref.js';
import { jsonBody, send } from './send.js';

export interface ShardCheckpoint {
  readonly shard: string;
  /** The cursor to read next; empty where nothing was saved. */
  readonly cursor: string;
  readonly updatedAtMicroseconds: number | undefined;
  /** Name of the member that saved it; empty where nothing was saved, or where it was forced without a name. */
  readonly savedBy: string;
}

/** GetCheckPoint: of one shard, or of all that exist. */
export async function getCheckpoints(
  connection: SlsConnection,
  ref: GroupRef & { readonly shard?: string },
  o: SendOptions,
): Promise<readonly ShardCheckpoint[]> {
  const call = 'GetCheckPoint';
  const query: readonly (readonly [string, string])[] = ref.shard === undefined ? [] : [['shard', ref.shard]];
  const response = await send(
    connection,
    { call, method: 'GET', project: ref.project, path: groupPath(ref), query },
    o,
  );
  return listOf(call, jsonOf(call, response)).map((entry) => {
    const checkpoint = objectOf(call, entry);
    return {
      shard: String(integerOf(call, checkpoint, 'shard')),
      cursor: typeof checkpoint.checkpoint === 'string' ? checkpoint.checkpoint : '',
      updatedAtMicroseconds:
        checkpoint.updateTime === undefined ? undefined : integerOf(call, checkpoint, 'updateTime'),
      savedBy: typeof checkpoint.consumer === 'string' ? checkpoint.consumer : '',
    };
  });
}

/**
 * ConsumerGroupUpdateCheckPoint, never by force: the service refuses a member that has lost the shard. (The vendor's
 * Python and Go consumers force every save, and so overwrite what the new owner has saved.)
 */
export async function updateCheckpoint(
  connection: SlsConnection,
  request: GroupRef & { readonly member: string; readonly shard: string; readonly cursor: string },
  o: SendOptions,
): Promise<void> {
  await sendCheckpoint(connection, request, { consumer: request.member, force: false }, o);
}

/**
 * ConsumerGroupUpdateCheckPoint by force and in nobody's name: stored whoever holds the shard (SLS API reference, fencing
 * of checkpoints). For administrators only: a member that does this overwrites what the shard's new owner has saved.
 */
export async function forceCheckpoint(
  connection: SlsConnection,
  request: GroupRef & { readonly shard: string; readonly cursor: string },
  o: SendOptions,
): Promise<void> {
  await sendCheckpoint(connection, request, { consumer: '', force: true }, o);
}

async function sendCheckpoint(
  connection: SlsConnection,
  request: GroupRef & { readonly shard: string; readonly cursor: string },
  { consumer, force }: { readonly consumer: string; readonly force: boolean },
  o: SendOptions,
): Promise<void> {
  const call = 'ConsumerGroupUpdateCheckPoint';
  const query = [
    ['type', 'checkpoint'],
    ['consumer', consumer],
    ['forceSuccess', String(force)],
  ] as const;
  const body = jsonBody({ shard: Number(request.shard), checkpoint: request.cursor });
  await send(
    connection,
    { call, method: 'POST', project: request.project, path: groupPath(request), query, ...body },
    o,
  );
}
