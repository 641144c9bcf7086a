import {
  asObject,
  type Credentials,
  type JsonObject,
  oneLine,
  ServiceError,
  type TransportResponse,
  withoutKeys,
} from '@polylog/driver-kit';
import { requestIdOf } from './request-id.js';
import { isSuccessCode } from './service-codes.js';

/** What an answer says of itself, under any of the names that the service has for it. */
export interface ServiceWord {
  readonly code: string;
  readonly text: string;
}

/** Reads code and text of an error object; undefined where it has no code. */
export function wordIn(body: JsonObject | undefined): ServiceWord | undefined {
  const nested = asObject(body?.error);
  const code = firstText(body?.error_code, body?.errorCode, body?.code, nested?.code);
  if (code === undefined) return undefined;
  const text = firstText(body?.error_msg, body?.errorMessage, body?.message, nested?.message);
  return { code, text: text ?? '' };
}

/**
 * The error of an answer: of one that is not 2xx, and of one that is and carries a code that is not success. `word` is what
 * its body says. Where the body is not the service's (a proxy's page), the code is empty and the text is not repeated.
 */
export function failureOf(
  what: string,
  { status, headers, body }: TransportResponse,
  word: ServiceWord | undefined,
  credentials: Credentials,
): ServiceError | undefined {
  if (isGood(status) && (word === undefined || isSuccessCode(word.code))) return undefined;
  const text =
    word?.text ?? `a body of ${body.length} bytes that is not an error of LTS; is something between here and there?`;
  return new ServiceError({
    what,
    status,
    code: word?.code ?? '',
    text: withoutKeys(text, credentials),
    requestId: requestIdOf(headers) ?? undefined,
    headers,
  });
}

export function isGood(status: number): boolean {
  return status >= 200 && status <= 299;
}

function firstText(...candidates: readonly unknown[]): string | undefined {
  const found = candidates.find((candidate) => typeof candidate === 'string' && candidate !== '');
  return found === undefined ? undefined : oneLine(found as string);
}
