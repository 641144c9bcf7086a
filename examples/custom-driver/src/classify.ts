import { type Failure, isConsumerError } from '@polylog/core/driver';
import { ArrayServiceError } from './array-service.js';

/** One table: what each of the service's codes means to the engine. */
const meanings: Record<ArrayServiceError['code'], Pick<Failure, 'code' | 'scope'>> = {
  NoSuchPartition: { code: 'not-found', scope: 'partition' },
  OffsetOutOfRange: { code: 'position-lost', scope: 'partition' },
  NoSuchGroup: { code: 'not-found', scope: 'call' },
  UnknownMember: { code: 'lease-lost', scope: 'member' },
  NotOwner: { code: 'lease-lost', scope: 'partition' },
};

/** Total: whatever is thrown gets an answer, and what is not known is `unknown`, never a guess. */
export function classify(error: unknown): Failure {
  try {
    if (isConsumerError(error)) return { code: error.code, scope: 'call', message: error.message };
    if (error instanceof ArrayServiceError) return { ...meanings[error.code], message: error.message };
  } catch {
    // A proxy that throws when it is looked at.
  }
  return { code: 'unknown', scope: 'call', message: `not recognised: a thrown ${typeof error}` };
}
