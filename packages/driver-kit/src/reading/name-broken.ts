import { ConsumerError, isConsumerError } from '@polylog/core/driver';

/** What was read, for messages. */
export interface ReadAnswer {
  /** `PullLogs of shard 3` */
  readonly what: string;
  readonly partition: string;
  readonly requestId: () => string | undefined;
}

/** Says where it was that `work` has found a body broken: decoders know neither the partition nor the request. */
export async function nameBroken<T>(answer: ReadAnswer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw brokenAnswer(answer, error);
  }
}

/** The error with the place in it, where it is about a broken body; else as it is. */
export function brokenAnswer({ what, partition, requestId }: ReadAnswer, error: unknown): unknown {
  if (!isConsumerError(error) || error.code !== 'corrupt-data') return error;
  const id = requestId();
  const request = id === undefined ? '' : ` (request ${id})`;
  const message = `${what} was answered with a broken body${request}: ${error.message}. Start again: it may have been damaged on its way; if it comes again, ask the service's support with the request id.`;
  return new ConsumerError('corrupt-data', message, { cause: error, partition, requestId: id });
}
