import type { Batch, LogRecord } from '@polylog/core';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';

afterEach(stopObserved);

const uses: readonly (readonly [string, (record: LogRecord) => unknown])[] = [
  ['id', (record) => record.id],
  ['epochMs', (record) => record.epochMs],
  ['timeNs', (record) => record.timeNs],
  ['body', (record) => record.body],
  ['topic', (record) => record.topic],
  ['source', (record) => record.source],
  ['host', (record) => record.host],
  ['path', (record) => record.path],
  ['tags', (record) => record.tags],
  ['get', (record) => record.get('n')],
  ['getBytes', (record) => record.getBytes('n')],
  ['entries', (record) => record.entries()],
  ['toObject', (record) => record.toObject()],
];

test.each(uses)(
  '7.1 record.%s throws record-released after process() settled, also when it was read before',
  async (_, use) => {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 1, clock });
    log.append('0', numbered(0, 1));
    const kept: LogRecord[] = [];
    observeConsumer(log, clock, 'a', {
      async handle(batch: Batch) {
        for (const record of batch.records) {
          use(record);
          kept.push(record);
        }
        await Promise.resolve();
        for (const record of batch.records) use(record);
      },
    });
    await clock.advance(100);
    expect(kept).toHaveLength(1);
    expect(() => use(kept[0] as LogRecord)).toThrow(expect.objectContaining({ code: 'record-released' }));
  },
);

test('7.1 a record is released also where process() threw', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 1));
  const kept: LogRecord[] = [];
  observeConsumer(log, clock, 'a', {
    handle(batch: Batch) {
      kept.push(...batch.records);
      throw new Error('no');
    },
  });
  await clock.advance(100);
  expect(() => kept[0]?.body).toThrow(expect.objectContaining({ code: 'record-released' }));
});
