import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createTimeSlices } from './flow/time-slices.js';
import { type PartitionContext, recordProcessor } from './processor.js';
import type { Batch, LogRecord } from './record.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const batchOf = (records: number): Batch =>
  ({ records: Array.from({ length: records }, () => ({})), recordCount: records }) as unknown as Batch;
const context = { holds: () => true } as unknown as PartitionContext;

/** How often the event loop turned while a batch was processed, of which each record takes a millisecond. */
async function turnsDuring(processRecord: (record: LogRecord, elapse: () => void) => Promise<void> | void) {
  let elapsedMs = 0;
  const clock = { now: () => elapsedMs, monotonic: () => elapsedMs, schedule: () => () => undefined };
  const elapse = (): void => {
    elapsedMs += 1;
  };
  const processor = recordProcessor((record) => processRecord(record, elapse), createTimeSlices(clock))();
  let turns = 0;
  let over = false;
  const count = (): void => {
    turns++;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  await processor.process(batchOf(1000), context);
  over = true;
  return turns;
}

test('the event loop turns while a large batch is processed record by record, whether or not that is synchronous', async () => {
  expect(await turnsDuring((_, elapse) => elapse())).toBeGreaterThanOrEqual(1000 / 20 - 1);
  expect(
    await turnsDuring(async (_, elapse) => {
      await Promise.resolve();
      elapse();
    }),
  ).toBeGreaterThanOrEqual(1000 / 20 - 1);
});

test('a batch whose records are all done is not kept, however long none follows', async () => {
  const clock = { now: () => 0, monotonic: () => 0, schedule: () => () => undefined };
  const processor = recordProcessor(() => undefined, createTimeSlices(clock))();
  const processed = await (async () => {
    const batch = batchOf(3);
    await processor.process(batch, context);
    return new WeakRef(batch);
  })();
  await turn();
  collectGarbage();
  expect(processed.deref()).toBeUndefined();
  await processor.process(batchOf(1), context);
});
