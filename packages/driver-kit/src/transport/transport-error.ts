const brand = Symbol.for('@polylog/driver-kit/TransportError');

/**
 * What went wrong between us and the service, as far as the sockets can tell.
 *
 * - `connect`: no connection came about (refused, no such name, no route).
 * - `timeout`: the request's own time ran out.
 * - `cut`: the connection ended before the answer was whole.
 * - `short`: it ended before the bytes that Content-Length named.
 * - `too-large`: the body is longer than `maxBodyBytes` or than the buffer given for it.
 * - `tls`: the certificate is not trusted, or the other side speaks no TLS.
 * - `proxy`: the proxy refused; `status` is its answer.
 * - `protocol`: what came is not HTTP.
 * - `request`: the request cannot be sent as it stands (URL, header).
 * - `closed`: the transport was closed.
 * - `unknown`: anything else.
 */
export type TransportErrorKind =
  | 'connect'
  | 'timeout'
  | 'cut'
  | 'short'
  | 'too-large'
  | 'tls'
  | 'proxy'
  | 'protocol'
  | 'request'
  | 'closed'
  | 'unknown';

export interface TransportErrorDetails {
  /** Host and port of the request's URL. */
  readonly host: string;
  /** Node's or OpenSSL's own code: `ECONNREFUSED`, `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly code?: string | undefined;
  /** Of a proxy's refusal. */
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The one error a transport rejects with, the signal's reason apart. Its message is one line that says what to do and
 * holds no header, no query and no password.
 */
export class TransportError extends Error {
  readonly kind: TransportErrorKind;
  readonly host: string;
  readonly code: string | undefined;
  readonly status: number | undefined;

  constructor(kind: TransportErrorKind, message: string, details: TransportErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'TransportError';
    this.kind = kind;
    this.host = details.host;
    this.code = details.code;
    this.status = details.status;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for a {@link TransportError} of this or of any other installed copy of the kit. */
export function isTransportError(value: unknown): value is TransportError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}
