import type { LtsConnection, SendOptions } from './connection.js';
import { sendPush } from './send-push.js';
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

/** The push of structured logs. Sent again after a lost answer it may be stored twice. */
export async function pushStructuredLogs(
  connection: LtsConnection,
  request: PushStructuredLogsRequest,
  o: SendOptions,
): Promise<void> {
  await sendPush(connection, { ...request, form: 'structured', body: structuredBody(request) }, o);
}

/** `{ logs: [{ time: ms, lineNum: ns, contents: [{ name: value }] }], labels }`. */
export function structuredBody({ logs, labels }: Pick<PushStructuredLogsRequest, 'logs' | 'labels'>): Buffer {
  return joinStructured(logs.map(structuredJson), labels && Buffer.from(JSON.stringify(labels)));
}

/** A log as it stands in a push: of its contents a name a piece, as in the vendor's lists of maps. */
export function structuredJson({ timeNs, contents }: StructuredLog): Buffer {
  const pieces = contents.map(([name, value]) => `{${JSON.stringify(name)}:${JSON.stringify(value)}}`).join();
  return Buffer.from(`{"time":${timeNs / 1_000_000n},"lineNum":${timeNs},"contents":[${pieces}]}`);
}

/** A push of logs, and labels of all of them, that are JSON already. */
export function joinStructured(logs: readonly Buffer[], labels: Buffer | undefined): Buffer {
  const parts: Uint8Array[] = [HEAD];
  for (const [at, log] of logs.entries()) {
    if (at > 0) parts.push(COMMA);
    parts.push(log);
  }
  parts.push(...(labels === undefined ? [END] : [LABELS, labels, TAIL]));
  return Buffer.concat(parts);
}

const HEAD = Buffer.from('{"logs":[');
const COMMA = Buffer.from(',');
const END = Buffer.from(']}');
const LABELS = Buffer.from('],"labels":');
const TAIL = Buffer.from('}');
