import type { Position } from './position.js';

/**
 * One log entry, read lazily: the bytes are the received ones, and a text exists only once it was asked for.
 * Every member throws `record-released` after the batch was released (when `process` settled), so take texts or
 * `toObject()` to keep, never the record.
 */
export interface LogRecord {
  /** Names the record. Whether it is the same on redelivery is said by `Guarantees.recordId`. */
  readonly id: string;
  /** Time of the entry, epoch milliseconds, rounded down. */
  readonly epochMs: number;
  /** Time of the entry, epoch nanoseconds, as exact as the service knows it. */
  readonly timeNs: bigint;
  /** The raw line (SLS `content`, CLS `__CONTENT__`, LTS `log_content`), where the entry has one. */
  readonly body: string | undefined;
  readonly topic: string | undefined;
  readonly source: string | undefined;
  readonly host: string | undefined;
  readonly path: string | undefined;
  /** What the collector attached to the entry's group (SLS, CLS); what the service and its collectors attached to the entry (LTS). */
  readonly tags: ReadonlyMap<string, string>;
  /** A field's value as text (bytes that are not UTF-8 become U+FFFD); the first one if the name comes twice. */
  get(name: string): string | undefined;
  /** A field's value as received, copied: it may be kept. */
  getBytes(name: string): Uint8Array | undefined;
  /** All fields in order, repeated names included. */
  entries(): IterableIterator<[name: string, value: string]>;
  /** All fields as a plain object; of a repeated name the first value. Names that are whole numbers come first, as in every object. */
  toObject(): Record<string, string>;
}

/** What one read returned: the smallest thing that is checkpointed on every provider. */
export interface Batch {
  /** Id of the partition it was read from. */
  readonly partition: string;
  /** Where it was read from. */
  readonly start: Position;
  /** Where to read next once it is done. */
  readonly next: Position;
  /** Whether more is known to wait, nothing waits now, or nothing can ever follow. */
  readonly state: 'more' | 'caught-up' | 'ended';
  /** In service order; may be iterated more than once until the batch is released. */
  readonly records: Iterable<LogRecord>;
  readonly recordCount: number;
  /** Size of the records before compression, in bytes. */
  readonly rawBytes: number;
  /** What the service passed over without being asked to, as far as the driver's own numbers tell. */
  readonly skipped?: { readonly from: Position; readonly to: Position; readonly description: string } | undefined;
}
