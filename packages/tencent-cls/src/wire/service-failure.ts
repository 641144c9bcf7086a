import {
  asObject,
  type Credentials,
  type JsonObject,
  objectIn,
  oneLine,
  ServiceError,
  type TransportResponse,
  withoutKeys,
} from '@polylog/driver-kit';
import { requestIdOf } from './request-id.js';

/** The error of an answer of the data plane that is not 200: `{ errorcode, errormessage }`. */
export function dataFailure(what: string, response: TransportResponse, credentials: Credentials): ServiceError {
  const { errorcode, errormessage } = objectIn(response.body) ?? {};
  return failure(what, response, credentials, {
    code: errorcode,
    text: errormessage,
    id: requestIdOf(response.headers),
  });
}

/**
 * The error of an answer of API 3.0, whose body is `root` where it is an object: `Response.Error`, as a rule with status
 * 200. Undefined where it tells none and the status is 200.
 */
export function apiFailure(
  what: string,
  response: TransportResponse,
  root: JsonObject | undefined,
  credentials: Credentials,
): ServiceError | undefined {
  const said = asObject(root?.Response);
  const error = asObject(said?.Error);
  if (error === undefined && response.status === 200) return undefined;
  const id = typeof said?.RequestId === 'string' ? oneLine(said.RequestId, 100) : undefined;
  return failure(what, response, credentials, { code: error?.Code, text: error?.Message, id });
}

/** Where the body is not the service's (a proxy's page), the code is empty and the text is not repeated. */
function failure(
  what: string,
  { status, headers, body }: TransportResponse,
  credentials: Credentials,
  said: { readonly code: unknown; readonly text: unknown; readonly id: string | undefined },
): ServiceError {
  const isTheirs = typeof said.code === 'string' && said.code !== '';
  const text = isTheirs
    ? String(said.text ?? '')
    : `a body of ${body.length} bytes that is not an error of CLS; is something between here and there?`;
  return new ServiceError({
    what,
    status,
    code: isTheirs ? codeOf(said.code as string) : '',
    text: withoutKeys(text, credentials),
    requestId: said.id,
    headers,
  });
}

/** How exactly the service spells an expired offset is not documented; its own clients look for the word in any case. */
function codeOf(code: string): string {
  return /invalidoffset/i.test(code) ? 'InvalidOffset' : code;
}
