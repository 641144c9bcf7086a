import type { Failure } from '@polylog/core/driver';
import { createClassifier, isServiceError } from '@polylog/driver-kit';
import { sameCode, serviceCodes } from './wire/service-codes.js';

const byCode = createClassifier(serviceCodes);

/** What a thrown value means. Pure and total. */
export function classify(error: unknown): Failure {
  const failure = byCode(error);
  // The service says `Unauthorized` for bad keys (401) as well as for keys that may not do this one thing (403).
  if (
    failure.code === 'unauthenticated' &&
    isServiceError(error) &&
    error.status === 403 &&
    sameCode(error.code, 'Unauthorized')
  ) {
    const message = `${error.message}: the key is good and may not do this; check its RAM policy`;
    return { ...failure, code: 'permission-denied', scope: 'call', message };
  }
  return failure;
}
