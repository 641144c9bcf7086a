import type { LtsConnection, SendOptions } from './connection.js';
import { sendPush } from './send-push.js';
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

/** The push of the LTS SDKs, `batch-contents`. Sent again after a lost answer it may be stored twice. */
export async function pushLogs(connection: LtsConnection, request: PushLogsRequest, o: SendOptions): Promise<void> {
  await sendPush(connection, { ...request, form: 'lines', body: pushBody(request) }, o);
}

/** `{ log_items: [{ contents: [{ log_time_ns, log }], labels }] }`: the labels are a text that is JSON itself. */
export function pushBody({ logs, labels = {} }: Pick<PushLogsRequest, 'logs' | 'labels'>): Buffer {
  return linesBody(
    logs.map((log) => ({ json: lineJson(log), labels: Buffer.from(JSON.stringify({ ...labels, ...log.labels })) })),
  );
}

/** A line as it stands in a push, and the JSON of its labels. */
export interface EncodedLine {
  readonly json: Buffer;
  readonly labels: Buffer;
}

export function lineJson({ timeNs, text }: Pick<PushedLog, 'timeNs' | 'text'>): Buffer {
  return Buffer.from(`{"log_time_ns":${timeNs},"log":${JSON.stringify(text)}}`);
}

/** Lines that follow each other and have the same labels say them once. */
export function linesBody(lines: readonly EncodedLine[]): Buffer {
  const parts: Uint8Array[] = [Buffer.from('{"log_items":[')];
  let last: Buffer | undefined;
  const closeItem = (): void => {
    if (last !== undefined) parts.push(Buffer.from(`],"labels":${JSON.stringify(last.toString())}}`));
  };
  for (const { json, labels } of lines) {
    if (last?.equals(labels)) parts.push(COMMA, json);
    else {
      closeItem();
      parts.push(last === undefined ? ITEM : NEXT_ITEM, json);
      last = labels;
    }
  }
  closeItem();
  parts.push(Buffer.from(']}'));
  return Buffer.concat(parts);
}

const COMMA = Buffer.from(',');
const ITEM = Buffer.from('{"contents":[');
const NEXT_ITEM = Buffer.from(',{"contents":[');
