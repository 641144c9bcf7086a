import { jsonIn, type TransportResponse } from '@polylog/driver-kit';
import { requestIdOf } from './request-id.js';

/** The body as JSON; what is none is `corrupt-data`. */
export function jsonOf(call: string, { body, headers }: TransportResponse): unknown {
  return jsonIn(call, body, requestIdOf(headers));
}
