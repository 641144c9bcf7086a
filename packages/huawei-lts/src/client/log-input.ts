import type { ConsumerError } from '@polylog/core/driver';
import {
  fieldPairs,
  invalidRequest as invalid,
  type NewRecord,
  type RecordTime,
  recordTimeNs,
  requestReaders,
} from '@polylog/driver-kit';
import { CONTENT_LABELS, SERVICE_LABELS } from '../records/service-labels.js';
import type { PushedLog } from '../wire/push-logs.js';
import type { StructuredLog } from '../wire/push-structured-logs.js';

/** A log that is one text. */
export interface NewLine {
  /** @defaultValue the client's time when it is written, each line a nanosecond behind the one before */
  readonly time?: RecordTime;
  readonly text: string;
  /** Of this line alone, beside those of all; they count where both name one. */
  readonly labels?: Readonly<Record<string, string>>;
}

type Pairs = StructuredLog['contents'];

/** A log whose time is further off is dropped (limits of log push). A guess: that it is dropped as well where it lies ahead. */
export const MOST_OFF_NS: bigint = 2n * 86_400n * 1_000_000_000n;

/**
 * A record as a structured log, pushed beside labels of these names. Throws `invalid-argument`, also for what would be lost; no
 * message repeats a value.
 */
export function structuredLogOf(
  { time, fields }: NewRecord,
  nowNs: bigint,
  labelNames: ReadonlySet<string> = NO_NAMES,
): StructuredLog {
  const contents = fieldPairs(fields).map(([name, value]) => [name, textOf(name, value)] as const);
  const timeNs = timeNsOf(time, nowNs);
  checkNames(contents);
  const both = contents.find(([name]) => labelNames.has(name));
  if (both === undefined) return { timeNs, contents };
  throw invalid(`a field and a label are both named ${quoted(both[0])}, and are pulled as one. Name one otherwise.`);
}

/**
 * A line as a log that is text, pushed beside labels of these names. Throws `invalid-argument`; no message repeats what it says.
 */
export function lineOf(line: string | NewLine, nowNs: bigint, labelNames: ReadonlySet<string> = NO_NAMES): PushedLog {
  if (labelNames.has(TEXT_LABEL)) throw textTwice();
  if (typeof line === 'string') return { text: line, timeNs: nowNs };
  const { text, time, labels } = (line ?? {}) as Partial<NewLine>;
  if (typeof text !== 'string') throw invalid('lines has one that is neither a text nor { text }.');
  const own = labelsIn(labels);
  if (own !== undefined && Object.hasOwn(own, TEXT_LABEL)) throw textTwice();
  return { text, timeNs: timeNsOf(time, nowNs), ...(own !== undefined && { labels: own }) };
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Under this one a line is pulled; the other one of `CONTENT_LABELS` then stands beside it, and is not lost. */
const [TEXT_LABEL] = CONTENT_LABELS;

const textTwice = (): ConsumerError =>
  invalid(
    `a line has a label named ${quoted(TEXT_LABEL)}, which is what the service calls the line. Name it otherwise.`,
  );

/** Labels that may be left out. Throws `invalid-argument`. */
export function labelsIn(labels: unknown): Readonly<Record<string, string>> | undefined {
  const pairs = requestReaders.texts('labels', labels);
  if (pairs === undefined) return undefined;
  checkNames(pairs);
  return Object.fromEntries(pairs);
}

function timeNsOf(time: RecordTime | undefined, nowNs: bigint): bigint {
  if (time === undefined || time === null) return nowNs;
  const timeNs = recordTimeNs(time);
  if (timeNs >= nowNs - MOST_OFF_NS && timeNs <= nowNs + MOST_OFF_NS) return timeNs;
  throw invalid('time is more than two days from now: the service would drop the log without a word.');
}

/**
 * A log is pulled as labels of one value each, and what the service itself writes there would stand instead (the page on log
 * fields). That page forbids two underscores in a row, too; what becomes of such a name is not said.
 */
function checkNames(pairs: Pairs): void {
  const names = new Set<string>();
  for (const [name] of pairs) {
    if (names.has(name)) throw invalid(`two fields are named ${quoted(name)}; allowed: each name once.`);
    if (SERVICE_LABELS.has(name)) throw invalid(`the name ${quoted(name)} is the service's own. Name it otherwise.`);
    if (name.includes('__'))
      throw invalid(
        `the name ${quoted(name)} has two underscores in a row, which the service forbids. Name it otherwise.`,
      );
    names.add(name);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The service takes JSON, which has no bytes. */
function textOf(name: string, value: string | Uint8Array): string {
  if (typeof value === 'string') return value;
  try {
    return utf8.decode(value);
  } catch {
    throw invalid(
      `the fields of a record have bytes under ${quoted(name)} that are no UTF-8, which LTS cannot hold. Write them as text, such as Base64.`,
    );
  }
}

const quoted = (name: string): string => JSON.stringify(name.slice(0, 60));
