import type { Position } from '../position.js';
import type { Batch } from '../record.js';

declare const rewind: unique symbol;

/** What `tracker.rewind` gives; returning it from `process` is the same as having called it. */
export type Rewind = { readonly [rewind]: 'Rewind' };

/** What is done and what is saved of one partition, as the user's processor sees it. */
export interface CheckpointTracker {
  /** Where the next batch begins: everything before it is done. Undefined before the start is known. */
  readonly done: Position | undefined;
  /** What the service has confirmed under this lease, or found at the start. */
  readonly saved: Position | undefined;
  /**
   * Marks what is done, and the batch in hand once it is done, to go with the next save. That matters where checkpoints
   * are `'manual'`; else everything done goes with it anyway. With `flush`, `done` is saved now, and it resolves when the
   * service has confirmed that; the batch in hand is not done before `process` has returned.
   * @throws ConsumerError `lease-lost` where the partition belongs to another member, `unsupported` in standalone mode
   * without a checkpoint store.
   */
  save(options?: { readonly flush?: boolean }): Promise<void>;
  /**
   * Reads again from the start of this batch, or of an earlier one of this lease, once `process` has returned. The batch in
   * hand does not count as done. A place behind what is saved is saved before it is read again.
   * @throws ConsumerError `invalid-argument` for a batch of another partition or of an earlier lease.
   */
  rewind(batch: Batch): Rewind;
}

/** The part of the engine's tracker that user code gets. */
export function userTracker(tracker: CheckpointTracker): CheckpointTracker {
  return {
    get done() {
      return tracker.done;
    },
    get saved() {
      return tracker.saved;
    },
    save: (options) => tracker.save(options),
    rewind: (batch) => tracker.rewind(batch),
  };
}
