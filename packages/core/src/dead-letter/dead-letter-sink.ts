import type { DeadLetter } from './dead-letter.js';

/**
 * Takes the records that a processor cannot handle, so that the partition can go on without losing them. A call whose
 * signal aborts rejects with `signal.reason`; what was under way may be kept all the same.
 */
export interface DeadLetterSink {
  /**
   * Called when the consumer starts, so that a sink that cannot work is found before it is needed: rejects where letters
   * could not be kept. May be called more than once.
   */
  open?(options: { readonly signal: AbortSignal }): Promise<void>;

  /**
   * Resolves once all of the letters would survive a crash; the record counts as done then. If it rejects, the partition
   * stops, for nothing is passed over without a letter. A letter may come twice: after a crash between the letter and
   * the checkpoint its record is tried and parked again.
   */
  write(letters: readonly DeadLetter[], options: { readonly signal: AbortSignal }): Promise<void>;

  /** Waits for the writes under way and releases what the sink holds. Never rejects; twice is harmless. */
  close?(): Promise<void>;
}
