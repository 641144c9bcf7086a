import type { NewRecord, SendOptions } from '@polylog/driver-kit';
import { pushLogs } from '../wire/push-logs.js';
import { pushStructuredLogs } from '../wire/push-structured-logs.js';
import { labelsIn, lineOf, type NewLine, structuredLogOf } from './log-input.js';
import type { LtsCalls } from './lts-calls.js';
import { invalid, type StreamRequest, streamIn } from './requests.js';

/**
 * Some logs, which the service stores together. Either `logs`, which are names and values, or `lines`, which are texts. A log
 * has at most 1 MiB, and its time is at most two days off: the service would drop it without a word.
 */
export type PutRequest = StreamRequest & {
  /** Told once for all logs; handed out beside what each of them says. */
  readonly labels?: Readonly<Record<string, string>>;
} & ({ readonly logs: readonly NewRecord[] } | { readonly lines: readonly (string | NewLine)[] });

export async function put(calls: LtsCalls, request: PutRequest, o: SendOptions): Promise<void> {
  const ref = streamIn(calls, request);
  const nowNs = BigInt(Math.floor(calls.clock.now())) * 1_000_000n;
  const labels = labelsIn(request.labels);
  const shared = labels === undefined ? ref : { ...ref, labels };
  const names = new Set(Object.keys(labels ?? {}));
  const { logs, lines } = request as { readonly logs?: unknown; readonly lines?: unknown };
  if (logs !== undefined && lines !== undefined) throw invalid('logs and lines exclude each other: name one of them.');
  if (lines === undefined) {
    const structured = listIn('logs', logs).map((log, index) =>
      structuredLogOf(log as NewRecord, nowNs + BigInt(index), names),
    );
    return await pushStructuredLogs(calls.connection, { ...shared, logs: structured }, o);
  }
  const texts = listIn('lines', lines).map((line, index) => lineOf(line as NewLine, nowNs + BigInt(index), names));
  await pushLogs(calls.connection, { ...shared, logs: texts }, o);
}

function listIn(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw invalid(`${name} is not a list with at least one log in it.`);
}
