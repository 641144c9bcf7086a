import type { LogRecord } from '@polylog/core/driver';
import { type LoopTurns, loopTurns, type Strings, stepsInTurns } from '@polylog/driver-kit';
import { type Body, createBody, opened } from './body.js';
import { type CheckedLogs, checkLogs } from './check-logs.js';
import { RecordIterator } from './record-iterator.js';

export interface ReadJsonLogsOptions {
  /** Names a record by its place in the answer, from 0. */
  readonly recordId: (index: number) => string;
  /**
   * What a text that is kept may hold alive: at most its own record (`safe`), or the records around it, 64 KiB at most
   * (`shared`: faster, for those who keep nothing).
   * @defaultValue 'safe'
   */
  readonly strings?: Strings;
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
  const body = createBody(bytes);
  const steps = checkLogs(opened(body).scanner);
  for (;;) {
    const step = steps.next();
    if (step.done) return logsOf(body, step.value, options);
  }
}

/** The same, without holding up the event loop for longer than a slice of work takes, or one log. */
export async function readJsonLogsInTurns(
  bytes: Buffer,
  options: ReadJsonLogsOptions,
  signal: AbortSignal,
  turns: LoopTurns = loopTurns,
): Promise<JsonLogs> {
  const body = createBody(bytes);
  const checked = await stepsInTurns(checkLogs(opened(body).scanner), bytes.length, turns, signal);
  return logsOf(body, checked, options);
}

function logsOf(body: Body, { next, places }: CheckedLogs, options: ReadJsonLogsOptions): JsonLogs {
  return {
    next,
    recordCount: places.count,
    records: { [Symbol.iterator]: () => new RecordIterator(body, options, places) },
    release() {
      body.open = undefined;
    },
  };
}
