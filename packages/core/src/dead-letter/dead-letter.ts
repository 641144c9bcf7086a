import type { ErrorCode } from '../errors/code.js';
import { isConsumerError } from '../errors/consumer-error.js';
import { describeThrown } from '../errors/thrown.js';
import type { Position } from '../position.js';
import type { LogRecord } from '../record.js';

/**
 * A field's value: text where the received bytes are that text in UTF-8; else the bytes, in base64. `inexact` is text
 * with U+FFFD in place of bytes that are not UTF-8, where the record cannot give the bytes: it gives those of the first
 * field of a name only.
 */
export type DeadLetterValue = string | { readonly base64: string } | { readonly inexact: string };

/**
 * A record that the processor could not handle, as plain data that outlives its batch. `JSON.parse(JSON.stringify(…))`
 * gives the same again: no number in it is larger than a double can hold, and no name is a key of an object.
 */
export interface DeadLetter {
  readonly provider: string;
  readonly stream: string;
  readonly partition: string;
  /** Where the batch was read from: reading there again gives the record again, as long as the service keeps it. */
  readonly batchStart: Position;
  /** The record's own `id`. */
  readonly id: string;
  /** Epoch nanoseconds, decimal. */
  readonly timeNs: string;
  readonly topic?: string;
  readonly source?: string;
  readonly host?: string;
  readonly path?: string;
  readonly tags: readonly (readonly [name: string, value: string])[];
  /** All of them in order, repeated names included. A name's bytes that are not UTF-8 are U+FFFD. */
  readonly fields: readonly (readonly [name: string, value: DeadLetterValue])[];
  /** The raw line, only where it is not the value of one of the fields. */
  readonly body?: string;
  readonly failure: DeadLetterFailure;
  /** How often the batch, or the part of it that held the record, was tried. */
  readonly attempts: number;
  readonly parkedAtMs: number;
}

/** What the processor threw, without its text, which may quote the record. */
export interface DeadLetterFailure {
  /** `processor-failed`, or the code of a `ConsumerError` that the processor let through. */
  readonly code: ErrorCode;
  /** Name of the thrown error, `'TypeError'`, or the type of what was thrown instead of one. */
  readonly kind: string;
  /** Kind and place: `'TypeError at parse (/app/handler.js:12:3)'`. */
  readonly message: string;
}

/** Where a letter comes from, and why. */
export interface DeadLetterOrigin {
  readonly provider: string;
  readonly stream: string;
  readonly partition: string;
  readonly batchStart: Position;
  /** What the user's code threw. */
  readonly thrown: unknown;
  readonly attempts: number;
  /** Epoch milliseconds, of the engine's clock. */
  readonly parkedAtMs: number;
}

/** Copies all that a record says. To be called before its batch is released. */
export function deadLetterOf(record: LogRecord, origin: DeadLetterOrigin): DeadLetter {
  const { provider, stream, partition, batchStart, thrown, attempts, parkedAtMs } = origin;
  const { id, timeNs, topic, source, host, path, body } = record;
  const seen = new Set<string>();
  const texts = new Set<string>();
  const fields: [string, DeadLetterValue][] = [];
  for (const [name, text] of record.entries()) {
    fields.push([name, exactValue(record, name, text, !seen.has(name))]);
    seen.add(name);
    texts.add(text);
  }
  return {
    provider,
    stream,
    partition,
    batchStart,
    id,
    timeNs: String(timeNs),
    ...(topic !== undefined && { topic }),
    ...(source !== undefined && { source }),
    ...(host !== undefined && { host }),
    ...(path !== undefined && { path }),
    tags: [...record.tags],
    fields,
    ...(body !== undefined && !texts.has(body) && { body }),
    failure: {
      code: isConsumerError(thrown) ? thrown.code : 'processor-failed',
      kind: thrown instanceof Error ? thrown.name : typeof thrown,
      message: describeThrown(thrown),
    },
    attempts,
    parkedAtMs,
  };
}

function exactValue(record: LogRecord, name: string, text: string, isFirst: boolean): DeadLetterValue {
  if (!text.includes('\uFFFD')) return text;
  const received = isFirst ? record.getBytes(name) : undefined;
  if (received === undefined) return { inexact: text };
  const bytes = Buffer.from(received);
  return bytes.equals(Buffer.from(text)) ? text : { base64: bytes.toString('base64') };
}
