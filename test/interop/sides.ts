import { type Consumer, type ConsumerOptions, createConsumer } from '@polylog/core';
import type { LogDriver } from '@polylog/core/driver';
import type { Script, Told } from './script.js';

/** What one side was handed: log groups of one record, in order. */
interface Seen {
  readonly done: string[];
  readonly thrown: string[];
}

/** Ours, or the vendor's library, reading the same log. */
export interface Side {
  readonly seen: Seen;
  stop(): Promise<unknown>;
}

/** The vendor's: a script that tells the texts of each batch as `done` or as `thrown`. */
export function startScriptSide(start: (listen: (told: Told) => void) => Script): Side {
  const seen: Seen = { done: [], thrown: [] };
  const script = start(({ kind, records }) => seen[kind as keyof Seen].push(...records));
  return {
    seen,
    stop() {
      script.kill('SIGTERM');
      return script.ended;
    },
  };
}

type OwnOptions = Pick<ConsumerOptions, 'onExpired'> & { readonly group?: string };

export interface OwnSide extends Side {
  readonly outcome: Promise<void>;
}

/** Ours, in the group `ours` where none is named. `throwOnBatch` counts from 1; the batch is handed out again. */
export function startOwnSide(
  driver: LogDriver,
  { throwOnBatch, ...options }: { readonly throwOnBatch?: number } & OwnOptions,
): OwnSide {
  const seen: Seen = { done: [], thrown: [] };
  let batches = 0;
  const consumer: Consumer = createConsumer({
    driver,
    group: 'ours',
    // One name: who starts again need not wait for the session of the one before.
    member: 'ours',
    start: 'earliest',
    sessionTimeoutMs: 3_000,
    checkpoint: { everyMs: 200 },
    logger: 'silent',
    ...options,
    process(batch) {
      const texts = [...batch.records].map((record) => record.body ?? '');
      batches += 1;
      seen[batches === throwOnBatch ? 'thrown' : 'done'].push(...texts);
      if (batches === throwOnBatch) throw new Error('the processor could not');
    },
  });
  const outcome = consumer.run();
  // Seen where it is awaited, if it is.
  outcome.catch(() => undefined);
  return { seen, outcome, stop: () => consumer.stop() };
}
