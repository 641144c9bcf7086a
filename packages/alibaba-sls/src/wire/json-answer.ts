import { ConsumerError } from '@polylog/core/driver';
import type { TransportResponse } from '@polylog/driver-kit';
import { requestIdOf } from './request-id.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** The body as JSON; what is none is `corrupt-data`, and the message does not repeat it. */
export function jsonOf(call: string, { body, headers }: TransportResponse): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw corrupt(call, `a body of ${body.length} bytes that is not JSON`, requestIdOf(headers));
  }
}

export function objectOf(call: string, value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
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

/** From 0, and held exactly by JavaScript: ids, counts, seconds, microseconds. Cursors never come this way. */
export function integerOf(call: string, object: JsonObject, name: string): number {
  return integer(call, object[name], `under "${name}"`);
}

export function integer(call: string, value: unknown, where: string): number {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw corrupt(call, `no whole number ${where}`);
}

/** An answer that contradicts its format: the service is not what we think it is, or somebody in between is not. */
export function corrupt(call: string, what: string, requestId?: string): ConsumerError {
  return new ConsumerError(
    'corrupt-data',
    `${call} was answered with ${what}. Check that the endpoint is SLS itself and that nothing in between changes answers.`,
    { requestId },
  );
}
