import { ConsumerError, type NewRecord, type RecordTime } from '@polylog/core/driver';

/** A moment taken apart as log services write it. */
export interface SplitTime {
  readonly seconds: number;
  /** Nanoseconds within the second; absent where only whole seconds were named. */
  readonly nsPart: number | undefined;
}

/** Epoch nanoseconds. Throws `invalid-argument` for what is no time from 1970 to 2106. */
export function recordTimeNs(time: RecordTime): bigint {
  const ns = nanosecondsOf(time);
  if (ns !== undefined && ns >= 0n && ns <= LAST_NS) return ns;
  throw new ConsumerError(
    'invalid-argument',
    'time is none that can be written; allowed: a Date, { epochMs } or { timeNs: bigint }, from 1970 to 2106. Leave it out for now.',
  );
}

/** The same, taken apart. Throws `invalid-argument`. */
export function splitTime(time: RecordTime): SplitTime {
  const ns = recordTimeNs(time);
  const nsPart = Number(ns % NS_A_SECOND);
  return {
    seconds: Number(ns / NS_A_SECOND),
    nsPart: nsPart === 0 && !('timeNs' in time) ? undefined : nsPart,
  };
}

/** The fields as pairs, values as text or bytes. Throws `invalid-argument`; no message repeats a value. */
export function fieldPairs(
  fields: NewRecord['fields'],
): readonly (readonly [name: string, value: string | Uint8Array])[] {
  if (typeof fields !== 'object' || fields === null) throw noFields(`are ${fields === null ? 'null' : typeof fields}`);
  const pairs = Array.isArray(fields) ? (fields as readonly unknown[]) : Object.entries(fields);
  return pairs.map((pair) => {
    const [name, value] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (typeof name !== 'string') throw noFields('have an entry that is no pair of name and value');
    if (typeof value === 'string' || value instanceof Uint8Array) return pair as [string, string | Uint8Array];
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
      return [name, String(value)];
    throw noFields(
      `have ${value === null ? 'null' : typeof value === 'object' ? 'an object' : typeof value} under ${JSON.stringify(name.slice(0, 60))}`,
    );
  });
}

const NS_A_SECOND = 1_000_000_000n;
/** Seconds are an unsigned integer of 32 bits where SLS writes them. */
const LAST_NS = 2n ** 32n * NS_A_SECOND - 1n;

function nanosecondsOf(time: RecordTime): bigint | undefined {
  if (typeof time !== 'object' || time === null) return undefined;
  if ('timeNs' in time) return typeof time.timeNs === 'bigint' ? time.timeNs : undefined;
  const epochMs = time instanceof Date ? time.getTime() : time.epochMs;
  return Number.isFinite(epochMs) ? BigInt(Math.floor(epochMs * 1_000)) * 1_000n : undefined;
}

function noFields(what: string): ConsumerError {
  return new ConsumerError(
    'invalid-argument',
    `the fields of a record ${what}; allowed: an object or a list of pairs, with texts, numbers, booleans or bytes as values.`,
  );
}
