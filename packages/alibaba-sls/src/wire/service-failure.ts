import { type Credentials, ServiceError, type TransportResponse, withoutKeys } from '@polylog/driver-kit';
import { requestIdOf } from './request-id.js';

export interface FailedCall {
  /** For the message: `PullLogs of shard 3`. */
  readonly what: string;
  /** Whether the call takes a cursor, so that a `ParameterInvalid` may be about it. */
  readonly namesCursors: boolean;
}

/**
 * The error of an answer that is not 200. Its body is `{ errorCode, errorMessage }`; where it is not (a proxy's page),
 * the code is empty and the text is not repeated.
 *
 * Here is the one place where a failure is recognised by its text: PullLogs and GetCursorTime answer a bad cursor with
 * the code of every other bad parameter.
 */
export function serviceFailure(
  call: FailedCall,
  { status, headers, body }: TransportResponse,
  credentials: Credentials,
): ServiceError {
  const { code, text } = said(body);
  const aboutCursor = call.namesCursors && code.toLowerCase() === 'parameterinvalid' && /cursor/i.test(text);
  return new ServiceError({
    what: call.what,
    status,
    code: aboutCursor ? 'InvalidCursor' : code,
    text: withoutKeys(text, credentials),
    requestId: requestIdOf(headers),
    headers,
  });
}

function said(body: Buffer): { readonly code: string; readonly text: string } {
  try {
    const { errorCode, errorMessage } = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    if (typeof errorCode === 'string')
      return { code: errorCode, text: typeof errorMessage === 'string' ? errorMessage : '' };
  } catch {
    // Not the service's JSON: said below.
  }
  return {
    code: '',
    text: `a body of ${body.length} bytes that is not an error of SLS; is something between here and there?`,
  };
}
