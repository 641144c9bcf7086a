import { fieldPairs, type NewRecord, type RecordTime, type SendOptions, shown, splitTime } from '@polylog/driver-kit';
import { pushLogs } from '../wire/push-logs.js';
import { pushStructuredLogs, type StructuredLog } from '../wire/push-structured-logs.js';
import type { LtsCalls } from './lts-calls.js';
import { invalid, type StreamRequest, streamIn } from './requests.js';

/**
 * Some logs, which the service stores together. Either `logs`, which are names and values, or `lines`, which are texts. A log
 * has at most 1 MiB; one whose time is more than two days off is dropped by the service without a word.
 */
export type PutRequest = StreamRequest & {
  /** Told once for all logs; handed out beside what each of them says. */
  readonly labels?: Readonly<Record<string, string>>;
} & ({ readonly logs: readonly NewRecord[] } | { readonly lines: readonly (string | NewLine)[] });

/** A log that is one text. */
export interface NewLine {
  /** @defaultValue the client's time when it is written, each line a nanosecond behind the one before */
  readonly time?: RecordTime;
  readonly text: string;
  /** Of this line alone, beside those of the put. */
  readonly labels?: Readonly<Record<string, string>>;
}

export async function put(calls: LtsCalls, request: PutRequest, o: SendOptions): Promise<void> {
  const ref = streamIn(calls, request);
  const nowNs = BigInt(Math.floor(calls.clock.now())) * 1_000_000n;
  const labels = labelsIn(request.labels);
  const shared = labels === undefined ? ref : { ...ref, labels };
  const { logs, lines } = request as { readonly logs?: unknown; readonly lines?: unknown };
  if (logs !== undefined && lines !== undefined) throw invalid('logs and lines exclude each other: name one of them.');
  if (lines === undefined) {
    const structured = listIn('logs', logs).map((log, index) =>
      structuredLogOf(log as NewRecord, nowNs + BigInt(index)),
    );
    return await pushStructuredLogs(calls.connection, { ...shared, logs: structured }, o);
  }
  const texts = listIn('lines', lines).map((line, index) => lineOf(line, nowNs + BigInt(index)));
  await pushLogs(calls.connection, { ...shared, logs: texts }, o);
}

/** Throws `invalid-argument`; no message repeats what a record says. */
function structuredLogOf({ time, fields }: NewRecord, nowNs: bigint): StructuredLog {
  const contents = fieldPairs(fields).map(
    ([name, value]) => [name, typeof value === 'string' ? value : textOf(name, value)] as const,
  );
  return { timeNs: timeNsOf(time, nowNs), contents };
}

function lineOf(
  line: unknown,
  nowNs: bigint,
): Required<Pick<NewLine, 'text'>> & { timeNs: bigint; labels?: NewLine['labels'] & {} } {
  if (typeof line === 'string') return { text: line, timeNs: nowNs };
  const { text, time, labels } = (line ?? {}) as Partial<NewLine>;
  if (typeof text !== 'string') throw invalid('lines has one that is neither a text nor { text }.');
  const own = labelsIn(labels);
  return { text, timeNs: timeNsOf(time, nowNs), ...(own !== undefined && { labels: own }) };
}

function timeNsOf(time: RecordTime | undefined, nowNs: bigint): bigint {
  if (time === undefined || time === null) return nowNs;
  const { seconds, nsPart = 0 } = splitTime(time);
  return BigInt(seconds) * 1_000_000_000n + BigInt(nsPart);
}

function listIn(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw invalid(`${name} is not a list with at least one log in it.`);
}

function labelsIn(labels: unknown): Readonly<Record<string, string>> | undefined {
  if (labels === undefined) return undefined;
  const isObject = typeof labels === 'object' && labels !== null && !Array.isArray(labels);
  if (isObject && Object.values(labels).every((value) => typeof value === 'string'))
    return labels as Readonly<Record<string, string>>;
  throw invalid(`labels are ${isObject ? 'not all texts' : shown(labels)}; allowed: an object of texts.`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The service takes JSON, which has no bytes. */
function textOf(name: string, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalid(
      `the fields of a record have bytes under ${JSON.stringify(name.slice(0, 60))} that are no UTF-8, which LTS cannot hold. Write them as text, such as Base64.`,
    );
  }
}
