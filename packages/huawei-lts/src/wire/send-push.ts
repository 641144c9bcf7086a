import { ServiceError } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { sendRequest } from './send-request.js';
import type { StreamRef } from './stream-ref.js';

/** Logs that are lines, or logs that are names and values: each has a path of its own. */
export type PushForm = 'lines' | 'structured';

export interface PushRequest extends StreamRef {
  readonly form: PushForm;
  readonly body: Uint8Array;
}

const calls = { lines: 'PushLogs', structured: 'PushStructuredLogs' } as const;

/** All or nothing. Sent again after a lost answer it may be stored twice. */
export async function sendPush(connection: LtsConnection, request: PushRequest, o: SendOptions): Promise<void> {
  const { form, projectId, logGroupId, logStreamId, body } = request;
  const stream = `${projectId}/lts/groups/${logGroupId}/streams/${logStreamId}`;
  const path = form === 'lines' ? `/v2/internal/${stream}/tenant/batch-contents` : `/v3/${stream}/logs`;
  const call = calls[form];
  const { status, headers } = await sendRequest(
    connection,
    { call, face: 'access', method: 'POST', movesLogs: true, projectId, path, body },
    o,
  );
  // To the vendor's producer, too, every other status means that the logs are not stored.
  if (status === 200) return;
  throw new ServiceError({ what: call, status, code: '', text: 'only status 200 means that logs are stored', headers });
}
