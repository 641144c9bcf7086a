import type { DriverBatch, LogRecord } from '@polylog/core/driver';
import type { FieldNames } from './names.js';
import { RenamedRecord } from './renamed-record.js';

/** The same batch, its records under portable names. */
export function renamedBatch(batch: DriverBatch, names: FieldNames): DriverBatch {
  const { partition, start, next, state, recordCount, rawBytes, skipped, servedAtMs, newestReceivedAtMs } = batch;
  return {
    partition,
    start,
    next,
    state,
    records: { [Symbol.iterator]: () => renamed(batch.records, names) },
    recordCount,
    rawBytes,
    ...(skipped === undefined ? {} : { skipped }),
    ...(servedAtMs === undefined ? {} : { servedAtMs }),
    ...(newestReceivedAtMs === undefined ? {} : { newestReceivedAtMs }),
    release: () => batch.release(),
  };
}

function* renamed(records: Iterable<LogRecord>, names: FieldNames): Generator<LogRecord, undefined> {
  for (const record of records) yield new RenamedRecord(record, names);
}
