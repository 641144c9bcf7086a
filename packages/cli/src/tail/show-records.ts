import type { LogRecord } from '@polylog/core';
import type { Output } from '../output/output.js';
import type { RecordFilter } from './filter.js';
import type { RecordText } from './record-line.js';

export interface ShowOptions {
  /** All of them must let a record pass. */
  readonly filters: readonly RecordFilter[];
  readonly limit: number;
  readonly text: RecordText;
  readonly output: Pick<Output, 'lineInTurn'>;
  /** When it aborts, nothing more is shown. */
  readonly signal: AbortSignal;
  /** Called when as many are shown as the limit says. */
  readonly onLimit: () => void;
}

export interface ShownRecords {
  handle(partition: string, record: LogRecord): Promise<void>;
  counts(): { readonly read: number; readonly shown: number };
}

/** Shows records of several partitions at once, and never more of them than the limit. */
export function showRecords({ filters, limit, text, output, signal, onLimit }: ShowOptions): ShownRecords {
  let [read, shown] = [0, 0];
  return {
    async handle(partition, record) {
      // The rest of the batch in hand is still brought.
      if (signal.aborted || shown >= limit) return;
      read += 1;
      if (!filters.every((passes) => passes(record))) return;
      // Before there is room for it: while one partition waits for that, others bring theirs.
      shown += 1;
      await output.lineInTurn(text(partition, record).join('\n'), signal);
      if (shown >= limit) onLimit();
    },
    counts: () => ({ read, shown }),
  };
}
