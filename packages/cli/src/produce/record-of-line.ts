import type { PortableRecord } from '@polylog/core';
import { timeNsIn } from '../values/parse-time.js';
import type { InputLine } from './input-lines.js';
import { hasRoundedNumber } from './rounded-number.js';

export type LineFormat = 'text' | 'json';

/** What is wrong with a line; never what stands in it. */
export class LineError extends Error {}

/** Undefined for an empty line. Throws {@link LineError}. */
export function recordOfLine({ text }: InputLine, format: LineFormat): PortableRecord | undefined {
  if (text === undefined) throw new LineError('is longer than 16 MiB');
  if (text.length === 0) return undefined;
  if (format === 'text') return { body: text, fields: {} };
  if (typeof text !== 'string') throw new LineError('is not UTF-8');
  return recordOfJson(text);
}

const known = ['time', 'key', 'body', 'fields', 'pairs'];
/** What `polylog tail --json` tells beside that; the service tells it anew. */
const told = ['partition', 'id', 'topic', 'source', 'host', 'path', 'tags'];

function recordOfJson(text: string): PortableRecord | undefined {
  if (text.trim() === '') return undefined;
  const record = objectIn(text);
  for (const name of Object.keys(record)) {
    if (!known.includes(name) && !told.includes(name))
      throw new LineError(`has a key that is not known; known are ${known.join(', ')}`);
  }
  const { time, key, body, fields, pairs } = record;
  if (fields === undefined && pairs === undefined && body === undefined)
    throw new LineError('has neither fields nor body');
  if (body !== undefined && typeof body !== 'string') throw new LineError('has a body that is no text');
  if (key !== undefined && typeof key !== 'string') throw new LineError('has a key that is no text');
  return {
    // The producer checks them, and says what is wrong without the values.
    fields: (pairs ?? fields ?? {}) as PortableRecord['fields'],
    ...(body !== undefined && { body }),
    ...(key !== undefined && { key }),
    ...(time !== undefined && { time: { timeNs: timeOf(time) } }),
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Without the parser's words: they quote the line.
    throw new LineError('is not JSON');
  }
  if (hasRoundedNumber(text)) throw new LineError('has a number that would be rounded; write it as text');
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new LineError('is no JSON object');
}

function timeOf(time: unknown): bigint {
  const ns = typeof time === 'string' ? timeNsIn(time) : undefined;
  if (ns !== undefined) return ns;
  throw new LineError(
    'has a time that cannot mean only one thing; allowed: ISO 8601 with its zone, or an epoch with its unit, as text ("1767225600s")',
  );
}
