import { epochMsOf, int64Of, jsonIn, objectOf, serviceTimeMs, textOf } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { cursorOf } from './cursor.js';
import { listOrNone } from './json-bodies.js';
import { requestIdOf } from './request-id.js';
import { sendRequest } from './send-request.js';
import { type GroupRef, streamPath } from './stream-ref.js';

export interface GroupCheckpoint {
  readonly shard: string;
  readonly cursor: bigint;
  /** When it was committed, epoch milliseconds; in which unit it comes is not documented. */
  readonly updatedAtMs: number;
  /** The consumer's name as the service has it; absent where it does not tell. */
  readonly savedBy?: string;
}

export interface GroupDetail {
  readonly checkpoints: readonly GroupCheckpoint[];
  /** The service's time when it answered, epoch milliseconds; absent where it told none. */
  readonly servedAtMs: number | undefined;
}

const CALL = 'ShowConsumerGroup';

/** The checkpoints of a group, of one shard or of all; no entry means none. A group that does not exist is an error. */
export async function describeGroup(
  connection: LtsConnection,
  ref: GroupRef & { readonly shard?: string },
  o: SendOptions,
): Promise<GroupDetail> {
  const { projectId, group, shard = '' } = ref;
  const path = `${streamPath('v2', ref)}/consumer-groups/${group}`;
  const query = [['shard_id', shard]] as const;
  const request = { call: CALL, face: 'access', method: 'GET', projectId, path, query } as const;
  const { body, headers } = await sendRequest(connection, request, o);
  const checkpoints = listOrNone(CALL, jsonIn(CALL, body, requestIdOf(headers))).map((entry) => {
    const found = objectOf(CALL, entry);
    const { consumer_name: savedBy } = found;
    return {
      shard: textOf(CALL, found, 'shard_id'),
      cursor: cursorOf(CALL, found.checkpoint, 'checkpoint'),
      updatedAtMs: epochMsOf(int64Of(CALL, found, 'update_time')),
      ...(typeof savedBy === 'string' && savedBy !== '' && { savedBy }),
    };
  });
  return { checkpoints, servedAtMs: serviceTimeMs(headers) };
}
