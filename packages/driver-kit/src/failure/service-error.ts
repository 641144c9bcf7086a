import type { ResponseHeaders } from '../transport/transport.js';
import { oneLine } from './one-line.js';
import { retryAfterMs } from './retry-after.js';

const brand = Symbol.for('@polylog/driver-kit/ServiceError');

export interface ServiceErrorDetails {
  /** What was asked for, for the message: `PullLogs of shard 3`. */
  readonly what: string;
  readonly status: number;
  /** The service's own code as it spelled it; empty where the body told none. */
  readonly code: string;
  /** The service's own text; cut and cleaned before it goes into a message. */
  readonly text: string;
  readonly requestId?: string | undefined;
  /** Of the answer, for `Retry-After` and `Date`. */
  readonly headers: ResponseHeaders;
}

/** An answer of the service that says no. */
export class ServiceError extends Error {
  readonly what: string;
  readonly status: number;
  readonly code: string;
  /** One line, at most 300 characters. */
  readonly text: string;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** The answer's `Date`, for a clock that is off. */
  readonly date: string | undefined;

  constructor(details: ServiceErrorDetails) {
    const code = oneLine(details.code, 100);
    const text = oneLine(details.text);
    const requestId = details.requestId === undefined ? undefined : oneLine(details.requestId, 100);
    const said = [code, text].filter((part) => part !== '').join(': ');
    super(
      `${details.what}: status ${details.status}${said && `, ${said}`}${requestId ? ` (request ${requestId})` : ''}`,
    );
    this.name = 'ServiceError';
    this.what = details.what;
    this.status = details.status;
    this.code = code;
    this.text = text;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs(details.headers);
    this.date = details.headers.date;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for a {@link ServiceError} of this or of any other installed copy of the kit. */
export function isServiceError(value: unknown): value is ServiceError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}
