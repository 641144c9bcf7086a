import { ConsumerError, type ErrorCode, type Failure, type SaveOutcome } from '@polylog/core/driver';
import { isServiceError } from '../failure/service-error.js';

export interface CommitRefusal {
  readonly classify: (error: unknown) => Failure;
  /** As what a commit may be refused of somebody who has lost the partition: how is not documented. */
  readonly codes: readonly ErrorCode[];
}

/**
 * One call for `count` checkpoints; whether the service takes all or none is not documented. One that the service refuses
 * under one of the codes is taken for lost: the partition begins anew from its checkpoint, should it be ours. The refusal of
 * several is handed on, and the engine halves them.
 */
export async function commitTogether(
  count: number,
  { classify, codes }: CommitRefusal,
  signal: AbortSignal,
  send: () => Promise<void>,
): Promise<SaveOutcome> {
  try {
    await send();
    return { kind: 'saved' };
  } catch (error) {
    signal.throwIfAborted();
    const failure = classify(error);
    if (!isServiceError(error) || !codes.includes(failure.code)) throw error;
    const message = `${failure.message}: most likely another member of the group has the partition now`;
    const lost = { ...failure, code: 'lease-lost', scope: 'partition', message } as const;
    if (count === 1) return { kind: 'lost', failure: lost };
    throw new ConsumerError('lease-lost', message, { cause: error, requestId: error.requestId });
  }
}
