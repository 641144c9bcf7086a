import { oneLine, type ResponseHeaders } from '@polylog/driver-kit';

/** The service gives 24 hexadecimal digits; who knows what somebody in between gives. */
const LONGEST = 100;

/** The service's own id of a request, fit for messages. */
export function requestIdOf(headers: ResponseHeaders): string | undefined {
  const id = headers['x-log-requestid'];
  return id === undefined ? undefined : oneLine(id, LONGEST);
}
