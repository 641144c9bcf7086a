import type { Checkpoint, Membership, SaveOutcome } from '../driver.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { coalesce } from '../flow/coalesce.js';
import type { Lease } from './lease.js';

/** A save is given up after this, or when the lease runs out, whichever comes first. */
const SAVE_TIMEOUT_MS = 10_000;

/** Sends one checkpoint, together with others of the same turn. */
export type Save = (checkpoint: Checkpoint) => Promise<SaveOutcome>;

/** Gathers the checkpoints of one turn into one save, under the lease that they belong to. */
export function saverByLease(membership: Membership, isFinal: (error: unknown) => boolean): (lease: Lease) => Save {
  const savers = new WeakMap<Lease, (checkpoint: Checkpoint) => Promise<SettledSave>>();
  return (lease) => {
    const saver = savers.get(lease) ?? coalesce((checkpoints) => saveHalving(membership, isFinal, lease, checkpoints));
    savers.set(lease, saver);
    return async (checkpoint) => {
      const settled = await saver(checkpoint);
      if (settled.kind === 'thrown') throw settled.error;
      return settled;
    };
  };
}

type SettledSave = SaveOutcome | { readonly kind: 'thrown'; readonly error: unknown };

/** A save that is refused as a whole because of one bad partition (a deleted topic) is halved until only that one fails. */
async function saveHalving(
  membership: Membership,
  isFinal: (error: unknown) => boolean,
  lease: Lease,
  checkpoints: readonly Checkpoint[],
): Promise<readonly SettledSave[]> {
  // Looked at once more: gathering took a turn of the event loop.
  if (!lease.valid()) return checkpoints.map(() => ({ kind: 'thrown', error: lease.signal.reason }));
  const timeoutMs = Math.max(1, Math.min(SAVE_TIMEOUT_MS, lease.remainingMs()));
  try {
    const outcomes = await membership.save(checkpoints, { signal: lease.signal, timeoutMs });
    return checkpoints.map(({ partition }): SettledSave => {
      const outcome = outcomes.get(partition);
      if (outcome) return outcome;
      const message = `The driver told nothing of the checkpoint of partition "${partition}".`;
      return { kind: 'thrown', error: new ConsumerError('internal', message, { partition }) };
    });
  } catch (error) {
    if (checkpoints.length === 1 || lease.signal.aborted || !isFinal(error)) {
      return checkpoints.map(() => ({ kind: 'thrown', error }));
    }
    const middle = checkpoints.length >> 1;
    const first = await saveHalving(membership, isFinal, lease, checkpoints.slice(0, middle));
    const second = await saveHalving(membership, isFinal, lease, checkpoints.slice(middle));
    return [...first, ...second];
  }
}
