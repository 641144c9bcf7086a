import type { LogRecord } from '@polylog/core/driver';
import { type LoopTurns, loopTurns, stepsInTurns } from '@polylog/driver-kit';
import { checkLogs, type LogPlaces } from './check-logs.js';
import type { HeldBytes } from './held-bytes.js';
import { JsonRecord } from './json-record.js';

export interface ReadJsonLogsOptions {
  /** Names a record by its place in the answer, from 0. */
  readonly recordId: (index: number) => string;
}

/** An answer of a pull, its structure checked and its logs not yet read. */
export interface JsonLogs {
  /** `next` as it stands there; undefined where there is none. */
  readonly next: bigint | undefined;
  readonly recordCount: number;
  /** In the order of the answer; every iteration makes its own records. */
  readonly records: Iterable<LogRecord>;
  /** From now on every record, also one that was read before, throws `record-released`. Twice is harmless. */
  release(): void;
}

/**
 * Reads the body of a pull, which must not change before the release: `{ count, next, logs: [{ labels: {…} }] }`, in any
 * order, beside whatever else. The whole of it is checked now, and what is no such JSON is `corrupt-data`; the records are
 * read from the bytes when they are asked. No number goes through a double.
 */
export function readJsonLogs(bytes: Buffer, options: ReadJsonLogsOptions): JsonLogs {
  const steps = checkLogs(bytes);
  for (;;) {
    const step = steps.next();
    if (step.done) return logsOf(bytes, step.value, options);
  }
}

/** The same, without holding up the event loop for longer than a slice of work takes, or one log. */
export async function readJsonLogsInTurns(
  bytes: Buffer,
  options: ReadJsonLogsOptions,
  signal: AbortSignal,
  turns: LoopTurns = loopTurns,
): Promise<JsonLogs> {
  const places = await stepsInTurns(checkLogs(bytes), bytes.length, turns, signal);
  return logsOf(bytes, places, options);
}

function logsOf(bytes: Buffer, { next, labels }: LogPlaces, { recordId }: ReadJsonLogsOptions): JsonLogs {
  const held: HeldBytes = { bytes };
  return {
    next,
    recordCount: labels.length,
    records: {
      *[Symbol.iterator]() {
        for (const [index, labelsAt] of labels.entries()) yield new JsonRecord(held, labelsAt, () => recordId(index));
      },
    },
    release() {
      held.bytes = undefined;
    },
  };
}
