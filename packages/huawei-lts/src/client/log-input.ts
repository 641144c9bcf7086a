import { ConsumerError } from '@polylog/core/driver';
import { fieldPairs, type NewRecord, type RecordTime, splitTime } from '@polylog/driver-kit';
import {
  COLLECTED_LABEL,
  CONTENT_LABEL,
  LINE_NUMBER_LABEL,
  SERVICE_LABELS,
  TIME_LABEL,
} from '../records/service-labels.js';

/** A record as a log of LTS. */
export interface LtsLogInput {
  /** Epoch nanoseconds: the service sorts by them. */
  readonly timeNs: bigint;
  /** The line of a text log. Absent: the log is structured, and its pairs are all of it. */
  readonly text?: string;
  readonly contents: readonly (readonly [name: string, value: string])[];
}

/**
 * What the service takes (limits of log push): 1 MB a log, 100 labels, two days. A guess: that labels beside a text count for its
 * size, that the pairs of a structured log are no labels, and that what lies ahead is dropped as well.
 */
const MOST_BYTES = 1024 * 1024;
const MOST_LABELS = 100;
const MOST_OFF_NS = 2n * 86_400n * 1_000_000_000n;

/**
 * A record with a field `log_content` is a text log, and its other fields are labels of it: that is how one comes out. Every
 * other record is a structured log. Throws `invalid-argument`, also for what the service would drop without a word; no message
 * repeats a value.
 */
export function logInputOf({ time, fields }: NewRecord, nowNs: bigint): LtsLogInput {
  const timeNs = time === undefined || time === null ? nowNs : timeNsOf(time, nowNs);
  const pairs = fieldPairs(fields).map(([name, value]) => [name, textOf(name, value)] as const);
  checkNames(pairs);
  const text = pairs.find(([name]) => name === CONTENT_LABEL)?.[1];
  const contents = text === undefined ? pairs : pairs.filter(([name]) => name !== CONTENT_LABEL);
  if (text !== undefined && contents.length > MOST_LABELS)
    throw invalid(`a text has ${contents.length} labels; allowed: ${MOST_LABELS}. Leave some out.`);
  let bytes = 0;
  for (const [name, value] of pairs) bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  if (bytes > MOST_BYTES) throw invalid(`a log has ${bytes} bytes; allowed: ${MOST_BYTES}. Shorten or split it.`);
  return { timeNs, contents, ...(text !== undefined && { text }) };
}

function timeNsOf(time: RecordTime, nowNs: bigint): bigint {
  const { seconds, nsPart = 0 } = splitTime(time);
  const timeNs = BigInt(seconds) * 1_000_000_000n + BigInt(nsPart);
  if (timeNs < nowNs - MOST_OFF_NS || timeNs > nowNs + MOST_OFF_NS)
    throw invalid('time is more than two days from now; the service would drop the log without a word.');
  return timeNs;
}

/** All that goes to the service is JSON. */
function textOf(name: string, value: string | Uint8Array): string {
  if (typeof value === 'string') return value;
  try {
    return utf8.decode(value);
  } catch {
    throw invalid(`the bytes under ${quoted(name)} are no UTF-8, and this service takes only text. Encode them first.`);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A label has one value, and the service's own are not to be repeated (the page on log fields). */
function checkNames(pairs: LtsLogInput['contents']): void {
  const names = new Set<string>();
  for (const [name] of pairs) {
    if (names.has(name)) throw invalid(`two fields are named ${quoted(name)}; allowed: each name once.`);
    if (name.includes('__') || RESERVED.has(name))
      throw invalid(`a field is named ${quoted(name)}, as the service's own are, or with "__". Name it otherwise.`);
    names.add(name);
  }
}

const RESERVED: ReadonlySet<string> = new Set([...SERVICE_LABELS, TIME_LABEL, COLLECTED_LABEL, LINE_NUMBER_LABEL]);

const quoted = (name: string): string => JSON.stringify(name.slice(0, 60));
const invalid = (message: string): ConsumerError => new ConsumerError('invalid-argument', message);
