import { type ErrorCode, type Failure, isConsumerError } from '@polylog/core/driver';
import { isTransportError, type TransportError } from '../transport/transport-error.js';
import { oneLine } from './one-line.js';
import { isServiceError, type ServiceError } from './service-error.js';

/** What one of the service's codes means. */
export type CodeMeaning =
  | ErrorCode
  | {
      readonly code: ErrorCode;
      readonly scope?: Failure['scope'];
      /** What the user can do, appended to the message. */
      readonly advice?: string;
    };

/** The service's codes in any spelling of upper and lower case. */
export type CodeTable = Readonly<Record<string, CodeMeaning>>;

/**
 * Makes an adapter's `classify` of its table of codes. Pure and total: answers `unknown` for what it has never seen,
 * and never throws, whatever it is given. A code that is not in the table goes by what stands before its first dot
 * (`InternalError.Timeout`), and then by the status. `entryOf` says under which entry a code stands, where that is not
 * the code itself.
 */
export function createClassifier(
  codes: CodeTable,
  entryOf: (code: string) => string = (code) => code,
): (error: unknown) => Failure {
  const meanings = new Map(Object.entries(codes).map(([code, meaning]) => [code.toLowerCase(), meaning]));
  const meaningOf = (code: string): CodeMeaning | undefined =>
    meanings.get(code) ?? meanings.get(code.slice(0, Math.max(0, code.indexOf('.'))));
  return (error) => {
    try {
      if (isConsumerError(error)) return keep(error);
      if (isTransportError(error)) return classifyTransportError(error);
      if (isServiceError(error)) return classifyServiceError(error, meaningOf(entryOf(error.code).toLowerCase()));
      return classifyOther(error);
    } catch {
      // A getter or a proxy that throws.
      return { code: 'unknown', message: 'a failure that cannot be read', scope: 'call' };
    }
  };
}

/** What a failure of the sockets means. */
export function classifyTransportError(error: TransportError): Failure {
  return { code: transportCode(error), message: error.message, scope: 'call' };
}

function transportCode(error: TransportError): ErrorCode {
  switch (error.kind) {
    case 'connect':
    case 'timeout':
    case 'cut':
    case 'short':
    case 'protocol':
      return 'unavailable';
    case 'tls':
      // The owner of the service renews it; everything else is for the user to set right.
      return error.code === 'CERT_HAS_EXPIRED' ? 'unavailable' : 'invalid-argument';
    case 'proxy':
      if (error.status === 407) return 'invalid-argument';
      return error.status === 403 ? 'permission-denied' : 'unavailable';
    case 'too-large':
      return 'corrupt-data';
    case 'request':
      return 'invalid-argument';
    case 'closed':
      return 'aborted';
    case 'unknown':
      return 'unknown';
    default:
      // A kind of a later version of the kit.
      error.kind satisfies never;
      return 'unknown';
  }
}

function classifyServiceError(error: ServiceError, meaning: CodeMeaning | undefined): Failure {
  const found = meaning ?? codeOfStatus(error.status);
  const { code, scope, advice } =
    typeof found === 'string' ? { code: found, scope: undefined, advice: undefined } : found;
  return {
    code,
    message: advice === undefined ? error.message : `${error.message}: ${advice}`,
    scope: scope ?? usualScope(code),
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
  };
}

/** What a status says where the service's code is unknown. */
export function codeOfStatus(status: number): ErrorCode {
  if (status >= 500 && status <= 599) return 'unavailable';
  switch (status) {
    case 400:
      return 'invalid-argument';
    case 401:
      return 'unauthenticated';
    case 403:
      return 'permission-denied';
    case 404:
      return 'not-found';
    case 408:
      return 'unavailable';
    case 429:
      return 'throttled';
    default:
      return 'unknown';
  }
}

function keep(error: {
  readonly code: ErrorCode;
  readonly message: string;
  readonly partition: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}): Failure {
  return {
    code: error.code,
    message: error.message,
    scope: error.code === 'lease-lost' && error.partition === undefined ? 'member' : usualScope(error.code),
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
  };
}

function usualScope(code: ErrorCode): Failure['scope'] {
  switch (code) {
    case 'unauthenticated':
      return 'credentials';
    case 'lease-lost':
    case 'position-lost':
      return 'partition';
    default:
      return 'call';
  }
}

function classifyOther(error: unknown): Failure {
  const { name, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  // `AbortSignal.timeout` aborts with a TimeoutError: that signal, too, is the caller's.
  if (name === 'AbortError' || name === 'TimeoutError') {
    return { code: 'aborted', message: "the call was ended by the caller's signal", scope: 'call' };
  }
  const what = typeof message === 'string' ? `${String(name)}: ${message}` : `a thrown ${typeof error}`;
  return { code: 'unknown', message: oneLine(`not recognised: ${what}`), scope: 'call' };
}
