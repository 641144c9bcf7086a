import { type ResponseHeaders, requestIdIn } from '@polylog/driver-kit';

/** The id of a request as the data plane tells it, fit for messages; API 3.0 has it in the body. */
export function requestIdOf(headers: ResponseHeaders): string | undefined {
  return requestIdIn(headers, 'x-cls-requestid');
}
