import { ConsumerError, type ConsumerErrorDetails, type ErrorCode, type Failure } from '@polylog/core/driver';
import { isServiceError } from '../failure/service-error.js';

const brand = Symbol.for('@polylog/driver-kit/ClientError');

export interface ClientErrorDetails extends ConsumerErrorDetails {
  readonly status?: number | undefined;
  readonly serviceCode?: string | undefined;
  readonly tries?: number | undefined;
}

/**
 * What a client's call rejects with, unless its own signal ended it. Act on `code`, which is the same over all clouds, or
 * on the service's own code with {@link hasServiceCode}; read `message`; hand `requestId` to the service's support.
 */
export class ClientError extends ConsumerError {
  /** HTTP status of the answer; absent where none came. */
  readonly status: number | undefined;
  /** The service's code as it spelt it, such as `LogStoreNotExist`; absent where it told none. */
  readonly serviceCode: string | undefined;
  /**
   * How often the request was sent; a resend that only cures a signature does not count. 0: nothing went out. After more than
   * one try, "exists already" may mean that an earlier try made it and its answer was lost.
   */
  readonly tries: number;

  constructor(code: ErrorCode, message: string, details: ClientErrorDetails = {}) {
    super(code, message, details);
    this.name = 'ClientError';
    this.status = details.status;
    this.serviceCode = details.serviceCode;
    this.tries = details.tries ?? 0;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for a {@link ClientError} of this or of any other installed copy of the kit. */
export function isClientError(value: unknown): value is ClientError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}

/**
 * Whether the service answered, and refused: as it was thrown, or as the {@link ClientError} that a client's retries make of
 * it. For what serves drivers and clients.
 */
export function isRefusal(error: unknown): boolean {
  return isServiceError(error) || (isClientError(error) && error.status !== undefined);
}

/** Whether the service refused with one of these codes. Compared without case: services spell one code in several ways. */
export function hasServiceCode(error: unknown, ...codes: readonly string[]): error is ClientError {
  if (!isClientError(error) || error.serviceCode === undefined) return false;
  const found = error.serviceCode.toLowerCase();
  return codes.some((code) => code.toLowerCase() === found);
}

/** What was thrown, as a {@link ClientError}; one stays as it is. `tries` counts how often the request went out. */
export function toClientError(classify: (error: unknown) => Failure, thrown: unknown, tries = 0): ClientError {
  if (isClientError(thrown)) return thrown;
  const { code, message, requestId, retryAfterMs } = classify(thrown);
  const { status, serviceCode, ...answer } = answerIn(thrown);
  return new ClientError(code, tries > 1 ? `${message} (after ${tries} tries)` : message, {
    cause: thrown,
    requestId,
    retryAfterMs,
    status,
    serviceCode,
    tries: Math.max(tries, answer.tries),
  });
}

/** The answer behind what was thrown: what a call made of several requests throws has it as its cause. */
function answerIn(thrown: unknown): {
  readonly status?: number;
  readonly serviceCode?: string;
  readonly tries: number;
} {
  for (const error of [thrown, (thrown as { readonly cause?: unknown } | null | undefined)?.cause]) {
    if (isClientError(error)) {
      const { status, serviceCode, tries } = error;
      return { ...(status !== undefined && { status }), ...(serviceCode !== undefined && { serviceCode }), tries };
    }
    if (isServiceError(error)) {
      return { status: error.status, ...(error.code !== '' && { serviceCode: error.code }), tries: 0 };
    }
  }
  return { tries: 0 };
}
