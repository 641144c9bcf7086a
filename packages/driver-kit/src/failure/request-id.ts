import type { ResponseHeaders } from '../transport/transport.js';
import { oneLine } from './one-line.js';

/** The services give some dozens of characters; who knows what somebody in between gives. */
const LONGEST = 100;

/** The service's own id of a request, out of the header of that name (lower case), fit for messages. */
export function requestIdIn(headers: ResponseHeaders, name: string): string | undefined {
  const id = headers[name];
  return id === undefined ? undefined : oneLine(id, LONGEST);
}
