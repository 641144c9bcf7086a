import type { NewRecord, Producer, ProducerSettings } from '@polylog/driver-kit';
import type { FaultAction } from '@polylog/emulator';

/** A log behind a cloud's producer; what fails, fails on the service's side of the wire. */
export interface ProducerHarness {
  /** Closed with the harness. */
  producer(settings?: ProducerSettings): Producer;
  /** What is stored: partition by partition, older ones first, each in its order. */
  stored(): Promise<readonly StoredRecord[]>;
  /** The next puts end like this: so many of them, or with a chance each. */
  fault(action: FaultAction, when?: { readonly times?: number; readonly probability?: number }): void;
  /** How many puts have come in. */
  puts(): number;
  /** Splits a partition in the middle. Absent where the service takes no hash keys, so that no key has a partition. */
  readonly split?: (partition: number) => void;
  readonly partitions: readonly number[];
  /** A record that this side finds nothing wrong with, and the service refuses. */
  readonly refused: NewRecord;
  /** A field of so many bytes is more than the service takes; a quarter of that is not. */
  readonly tooLargeBytes: number;
  stop(): Promise<void>;
}

export interface StoredRecord {
  readonly partition: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** Keeps what a harness has made, to close it. */
export function madeProducers(): { keep<P extends Producer<never>>(made: P): P; close(): Promise<void> } {
  const producers: Producer<never>[] = [];
  return {
    keep(made) {
      producers.push(made);
      return made;
    },
    async close() {
      await Promise.all(producers.map((producer) => producer.close({ deadlineMs: 1_000 })));
    },
  };
}
