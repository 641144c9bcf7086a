import type { ErrorCode } from './code.js';

const brand = Symbol.for('@polylog/core/ConsumerError');

export interface ConsumerErrorDetails {
  /** The partition the failure belongs to, where there is one. */
  readonly partition?: string | undefined;
  /** The service's own id of the failed request, for its support. */
  readonly requestId?: string | undefined;
  /** How long the service asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The option that is wrong, where it is one: `'group'`, `'checkpoint.everyMs'`, `'topicIds[1]'`. */
  readonly option?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The one error type that leaves this library. Act on `code`, read `message`, hand `requestId` and `cause` to support.
 * Recognise it with {@link isConsumerError}, never with `instanceof`: two installed copies must understand each other.
 */
export class ConsumerError extends Error {
  readonly code: ErrorCode;
  readonly partition: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly option: string | undefined;

  constructor(code: ErrorCode, message: string, details: ConsumerErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ConsumerError';
    this.code = code;
    this.partition = details.partition;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.option = details.option;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for a {@link ConsumerError} of this or of any other installed copy of the library. */
export function isConsumerError(value: unknown): value is ConsumerError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}
