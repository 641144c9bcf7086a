import type { Failure } from '@polylog/core/driver';
import type { SendOptions } from '../client/send-options.js';

/** A record as it will be sent. */
export interface PreparedRecord<Item> {
  readonly item: Item;
  /** What it adds to a batch before compression, in bytes. */
  readonly bytes: number;
  /** What a batch of its labels holds beside records, in bytes. */
  readonly headBytes: number;
  /** Records share a batch only if these are the same: what the service is told once a batch. */
  readonly labels: string;
  /** Batches of one route are sent one after another, and hold no others' records. Absent: no order. */
  readonly order?: { readonly route: string; readonly key: string };
}

/** What a cloud brings to a producer: how a record is written, how one batch is sent, and how large they may be. */
export interface ProducerWire<NewR extends object, Item> {
  /** Name of the provider, for events. */
  readonly provider: string;
  readonly limits: {
    /** Largest batch before compression, in bytes, its head included; so also the largest record. */
    readonly maxBatchBytes: number;
    readonly maxBatchRecords: number;
    /** A batch that is large enough, in bytes. @defaultValue 1 MiB */
    readonly usualBatchBytes?: number;
  };
  /** Checks and encodes. Throws `invalid-argument`; no message repeats what a record says. */
  prepare(record: NewR, nowMs: number): PreparedRecord<Item>;
  /** Stores all of them or none, in this order; they have the same labels and route. At least one. */
  put(items: readonly Item[], route: string | undefined, o: SendOptions): Promise<void>;
  /** As the driver's. */
  classify(error: unknown): Failure;
  close(): Promise<void>;
}
