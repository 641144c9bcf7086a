import { type ResponseHeaders, requestIdIn } from '@polylog/driver-kit';

/** The service's own id of a request, fit for messages. */
export function requestIdOf(headers: ResponseHeaders): string | undefined {
  return requestIdIn(headers, 'x-log-requestid');
}
