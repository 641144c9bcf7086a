import type { Failure, LogDriver } from '../driver.js';
import { ConsumerError, isConsumerError } from './consumer-error.js';

/** The one place where what a driver threw becomes a {@link ConsumerError}. The cause is kept. */
export function wrapError(driver: Pick<LogDriver, 'classify'>, error: unknown, partition?: string): ConsumerError {
  if (isConsumerError(error)) return error;
  return failureToError(driver.classify(error), error, partition);
}

/** The same for a failure that a driver has already classified, such as the outcome of a save. */
export function failureToError(failure: Failure, cause?: unknown, partition?: string): ConsumerError {
  return new ConsumerError(failure.code, failure.message, {
    cause,
    partition,
    requestId: failure.requestId,
    retryAfterMs: failure.retryAfterMs,
  });
}
