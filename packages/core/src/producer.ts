import type { NewRecord } from './new-record.js';

/** A record for a producer. */
export interface ProducerRecord extends NewRecord {
  /**
   * Records of one key are stored in the order in which they were sent, in one partition where the service takes a hash key.
   * Without one the service chooses, and no order is promised.
   */
  readonly key?: string;
}

/** What became of a record that is stored. */
export interface SendReceipt {
  /** How often its batch was sent. After more than one try the record may be stored twice: an answer may have been lost. */
  readonly tries: number;
}

export interface SendReport {
  /** Records that the service has confirmed. */
  readonly stored: number;
  /** Records whose promise was rejected. */
  readonly failed: number;
  /** What the first of those was rejected with. */
  readonly error?: unknown;
}

export interface CloseReport extends SendReport {
  /** False where the deadline cut something off. */
  readonly inTime: boolean;
}

/**
 * Gathers records into batches and stores them, the same over all clouds. A record is encoded when it is sent, so that it
 * may be changed afterwards. Everything comes at least once: a batch whose answer was lost is sent again.
 */
export interface Producer<NewR extends object = ProducerRecord> {
  /**
   * Resolves when the record is stored. Rejects with a `ConsumerError` (the kit's `ClientError`), after the tries that `retry` allows, and then the record
   * is stored only if an answer was lost (`tries` > 0). A record that is wrong or too large is refused alone, before anything is sent.
   *
   * Waits for room first where `maxMemoryBytes` are taken. As much again may wait; what is more is refused as `throttled`, so
   * that whoever does not await must wait for {@link ready} before each call. Nobody has to look at the promise: its rejection is
   * never unhandled, and each failure is also the event `records-failed`.
   *
   * With `signal`, it rejects with `signal.reason`: a record that is not under way yet will not be sent.
   */
  send(record: NewR, options?: { readonly signal?: AbortSignal }): Promise<SendReceipt>;
  /** Resolves as soon as the next record will be taken in without waiting; also when the producer is closed. */
  ready(options?: { readonly signal?: AbortSignal }): Promise<void>;
  /**
   * Sends what is gathered, without lingering, and resolves when all that was sent before is stored or has failed; it does
   * not reject for those. Counts what was sent since the last flush.
   */
  flush(options?: { readonly signal?: AbortSignal }): Promise<SendReport>;
  /**
   * Takes no more records, flushes, and closes the connections. What is not stored by the deadline is given up: each such
   * record's promise is rejected as `aborted`, with `tries: 0` if it was never sent. Never rejects; twice is harmless. Counts all
   * records of the producer.
   */
  close(options?: { /** @defaultValue 30_000 */ readonly deadlineMs?: number }): Promise<CloseReport>;
  /** Bytes of the records that are taken in and not yet settled. */
  readonly usedBytes: number;
  [Symbol.asyncDispose](): Promise<void>;
}
