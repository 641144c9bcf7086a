import type { Batch, LogRecord } from '../record.js';

/** Where a batch is a part of another one: of which, and from which record of that on. */
export interface SliceOrigin {
  readonly whole: Batch;
  readonly from: number;
}

const origins = new WeakMap<Batch, SliceOrigin>();

export function originOf(batch: Batch): SliceOrigin {
  return origins.get(batch) ?? { whole: batch, from: 0 };
}

/** The records `from` to `to` of a batch, as a batch of its own. Its positions are those of the whole. */
export function sliceBatch(batch: Batch, from: number, to: number): Batch {
  const part: Batch = {
    partition: batch.partition,
    start: batch.start,
    next: batch.next,
    state: batch.state,
    records: { [Symbol.iterator]: () => slice(batch.records, from, to) },
    recordCount: to - from,
    rawBytes: Math.round((batch.rawBytes * (to - from)) / Math.max(1, batch.recordCount)),
  };
  const { whole, from: before } = originOf(batch);
  origins.set(part, { whole, from: before + from });
  return part;
}

function* slice(records: Iterable<LogRecord>, from: number, to: number): Generator<LogRecord, undefined> {
  let index = 0;
  for (const record of records) {
    if (index >= to) return;
    if (index++ >= from) yield record;
  }
}
