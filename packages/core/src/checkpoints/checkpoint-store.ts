import type { Checkpoint } from '../driver.js';
import type { Position } from '../position.js';

/**
 * Keeps checkpoints where no group does. One store is the progress of one reader in one log: two readers in one store
 * would skip what the other has done, and positions of one log mean nothing in another.
 *
 * A call whose signal aborts rejects with `signal.reason`; what was under way may be stored all the same. Whatever it throws is wrapped once; throw a `ConsumerError` to say by its code what is to be done: `unavailable`
 * and `throttled` are tried again for ever, `unknown` (as is anything else that is thrown) five times, the others stop
 * the partition.
 */
export interface CheckpointStore {
  /**
   * The checkpoints of the given partitions, by partition id; absent = none was ever saved. Called before the first read
   * of a partition. Must reject where that cannot be known, for a partition without a checkpoint begins at `start`.
   */
  load(
    partitionIds: readonly string[],
    options: { readonly signal: AbortSignal },
  ): Promise<ReadonlyMap<string, Position>>;

  /**
   * Resolves once all of them would survive a crash. If it rejects, each partition has either its old or its new
   * position, never anything else, and saving again is right. Of two calls the later one counts; of a partition that
   * comes twice in one call, the last one. Positions and ids are any text.
   */
  save(checkpoints: readonly Checkpoint[], options: { readonly signal: AbortSignal }): Promise<void>;

  /** Waits for the saves under way and releases what the store holds. Never rejects; twice is harmless. */
  close(): Promise<void>;
}
