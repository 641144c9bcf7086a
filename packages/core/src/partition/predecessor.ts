import { ConsumerError } from '../errors/consumer-error.js';
import { type Clock, sleep } from '../flow/clock.js';

/**
 * Waits until the user code of a partition's former worker has returned, because two must never work at once. Rejects
 * as `processor-failed` after `patienceMs`, or with `signal.reason`.
 */
export async function awaitPredecessor(
  predecessor: Promise<void> | undefined,
  o: { readonly id: string; readonly patienceMs: number; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  if (!predecessor) return;
  const arrived = new AbortController();
  const tooLong = sleep(o.clock, o.patienceMs, AbortSignal.any([o.signal, arrived.signal])).then(() => {
    throw new ConsumerError(
      'processor-failed',
      `An earlier process() of partition "${o.id}" still runs ${o.patienceMs} ms after its signal aborted; it must heed context.signal.`,
      { partition: o.id },
    );
  });
  try {
    await Promise.race([predecessor, tooLong]);
  } finally {
    arrived.abort();
    tooLong.catch(() => undefined);
  }
}
