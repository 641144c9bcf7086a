import { ServiceError, type TransportResponse, writeJson } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { sendRequest } from './send-request.js';
import type { StreamRef } from './stream-ref.js';

export interface PushedLog {
  /** Epoch nanoseconds. */
  readonly timeNs: bigint;
  readonly text: string;
  /** Of this log alone, beside those of the push. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface PushLogsRequest extends StreamRef {
  readonly logs: readonly PushedLog[];
  /** Of all these logs. */
  readonly labels?: Readonly<Record<string, string>>;
}

const CALL = 'PushLogs';

/** The push of the LTS SDKs, `batch-contents`. Sent again after a lost answer it may be stored twice. */
export async function pushLogs(connection: LtsConnection, request: PushLogsRequest, o: SendOptions): Promise<void> {
  const { projectId, logGroupId, logStreamId } = request;
  const path = `/v2/internal/${projectId}/lts/groups/${logGroupId}/streams/${logStreamId}/tenant/batch-contents`;
  const body = pushBody(request);
  checkStored(
    CALL,
    await sendRequest(connection, { call: CALL, face: 'access', method: 'POST', projectId, path, body }, o),
  );
}

/** To the vendor's producer, too, every other status than 200 means that the logs are not stored. */
export function checkStored(what: string, { status, headers }: TransportResponse): void {
  if (status === 200) return;
  throw new ServiceError({ what, status, code: '', text: 'only status 200 means that logs are stored', headers });
}

/** `{ log_items: [{ contents: [{ log_time_ns, log }], labels }] }`: the labels are a text that is JSON itself. */
export function pushBody({ logs, labels = {} }: Pick<PushLogsRequest, 'logs' | 'labels'>): Buffer {
  const items: { readonly contents: object[]; readonly labels: string }[] = [];
  for (const { timeNs, text, labels: own } of logs) {
    const content = { log_time_ns: timeNs, log: text };
    const labelText = JSON.stringify({ ...labels, ...own });
    const last = items.at(-1);
    if (last?.labels === labelText) last.contents.push(content);
    else items.push({ contents: [content], labels: labelText });
  }
  return Buffer.from(writeJson({ log_items: items }));
}
