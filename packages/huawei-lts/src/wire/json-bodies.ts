import { jsonIn, listOf, type TransportResponse, writeJson } from '@polylog/driver-kit';
import { requestIdOf } from './request-id.js';

/** Integers beyond 2^53 (`bigint`) keep their digits; what is undefined is left out. */
export function jsonBody(value: object): Buffer {
  return Buffer.from(writeJson(value));
}

/** The body as JSON; what is none is `corrupt-data`. */
export function jsonOf(call: string, { body, headers }: TransportResponse): unknown {
  return jsonIn(call, body, requestIdOf(headers));
}

/** A list, or `null`, which also the vendor's consumer reads as none. What is something else is `corrupt-data`. */
export function listOrNone(call: string, value: unknown): readonly unknown[] {
  return value === null ? [] : listOf(call, value);
}
