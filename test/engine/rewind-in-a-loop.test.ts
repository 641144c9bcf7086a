import { createConsumer } from '@polylog/core';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { numbered } from './numbered.js';

test('3.3 a loop over batches() may rewind to the batch that it holds', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const consumer = createConsumer({ driver: log.driver(), group: 'g', start: 'earliest', clock, logger: 'silent' });
  const seen: (string | undefined)[] = [];
  const loop = (async () => {
    for await (const batch of consumer.batches()) {
      seen.push([...batch.records].map((record) => record.get('n')).join());
      if (seen.length === 1) batch.context.tracker.rewind(batch);
      if (seen.length === 2) break;
    }
  })();
  await clock.advance(5_000);
  await clock.advance(30_000);
  await loop;
  expect(seen).toEqual(['0,1,2,3,4', '0,1,2,3,4']);
});
