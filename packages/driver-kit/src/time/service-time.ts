import type { ResponseHeaders } from '../transport/transport.js';
import { parseHttpDate } from './http-date.js';

/** The service's time when it answered, epoch milliseconds; whole seconds, rounded down, as the `Date` header has it. */
export function serviceTimeMs(headers: ResponseHeaders): number | undefined {
  return parseHttpDate(headers.date);
}
