import { ConsumerError } from '@polylog/core/driver';
import { parseJson } from './json-text.js';

/** An object of an answer. A name of `Object.prototype` is not in it unless the service sent it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The body of an answer as JSON with exact 64-bit integers. What is none is `corrupt-data`, as is everything below that
 * is not what it has to be; the messages name the call and never repeat what came.
 */
export function jsonIn(call: string, body: Buffer, requestId?: string): unknown {
  try {
    return parseJson(body.toString('utf8'));
  } catch {
    throw corrupt(call, `a body of ${body.length} bytes that is not JSON`, requestId);
  }
}

/** The body of an answer as an object of JSON, if it is one. */
export function objectIn(body: Buffer): JsonObject | undefined {
  try {
    return asObject(parseJson(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function objectOf(call: string, value: unknown): JsonObject {
  const object = asObject(value);
  if (object !== undefined) return object;
  throw corrupt(call, 'JSON that is not an object where one is due');
}

export function listOf(call: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw corrupt(call, 'JSON that is not a list where one is due');
}

export function textOf(call: string, object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value === 'string') return value;
  throw corrupt(call, `no text under "${name}"`);
}

/** From 0, and held exactly by a double: ids, counts, seconds, microseconds. */
export function integerOf(call: string, object: JsonObject, name: string): number {
  return integer(call, object[name], `under "${name}"`);
}

export function integer(call: string, value: unknown, where: string): number {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw corrupt(call, `no whole number ${where}`);
}

/** Any whole number of 64 bits, negative ones too. */
export function int64Of(call: string, object: JsonObject, name: string): bigint {
  const value = object[name];
  const isWhole = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
  if (isWhole && BigInt.asIntN(64, BigInt(value)) === BigInt(value)) return BigInt(value);
  throw corrupt(call, `no whole number of 64 bits under "${name}"`);
}

/** An answer that contradicts its format: the service is not what we think it is, or somebody in between is not. */
export function corrupt(call: string, what: string, requestId?: string): ConsumerError {
  return new ConsumerError(
    'corrupt-data',
    `${call} was answered with ${what}. Check that the endpoint is the service itself and that nothing in between changes answers.`,
    { requestId },
  );
}
