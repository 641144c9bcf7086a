import { type ResponseHeaders, requestIdIn } from '@polylog/driver-kit';

/** The id of a request as the service tells it, fit for messages. */
export function requestIdOf(headers: ResponseHeaders): string | undefined {
  return requestIdIn(headers, 'x-request-id');
}
