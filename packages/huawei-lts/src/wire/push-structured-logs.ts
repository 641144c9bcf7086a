import { writeJson } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { checkStored } from './push-logs.js';
import { sendRequest } from './send-request.js';
import type { StreamRef } from './stream-ref.js';

/** A log that is names and values instead of a line. */
export interface StructuredLog {
  /** Epoch nanoseconds. */
  readonly timeNs: bigint;
  readonly contents: readonly (readonly [name: string, value: string])[];
}

export interface PushStructuredLogsRequest extends StreamRef {
  readonly logs: readonly StructuredLog[];
  /** Of all these logs. */
  readonly labels?: Readonly<Record<string, string>>;
}

const CALL = 'PushStructuredLogs';

/** The push of structured logs. Sent again after a lost answer it may be stored twice. */
export async function pushStructuredLogs(
  connection: LtsConnection,
  request: PushStructuredLogsRequest,
  o: SendOptions,
): Promise<void> {
  const { projectId, logGroupId, logStreamId } = request;
  const path = `/v3/${projectId}/lts/groups/${logGroupId}/streams/${logStreamId}/logs`;
  const body = structuredBody(request);
  checkStored(
    CALL,
    await sendRequest(connection, { call: CALL, face: 'access', method: 'POST', projectId, path, body }, o),
  );
}

/** `{ logs: [{ time: ms, lineNum: ns, contents: [{ name: value }] }], labels }`: a name a piece, so that one may come twice. */
export function structuredBody({ logs, labels }: Pick<PushStructuredLogsRequest, 'logs' | 'labels'>): Buffer {
  const items = logs.map(({ timeNs, contents }) => ({
    time: timeNs / 1_000_000n,
    lineNum: timeNs,
    contents: contents.map(([name, value]) => ({ [name]: value })),
  }));
  return Buffer.from(writeJson({ logs: items, labels }));
}
