import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { observeConsumer, stopObserved } from './observed-consumer.js';

afterEach(stopObserved);

test('a processor that loses its lease while it waits for records is shut down as "lost"', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const reasons: string[] = [];
  const processor = () => ({
    process: () => undefined,
    shutdown: (_: unknown, reason: string) => void reasons.push(reason),
  });
  observeConsumer(log, clock, 'a', { processor });
  await clock.advance(6_000);
  log.faults.add({ call: 'heartbeat', action: { kind: 'hang' } });
  await clock.advance(40_000);
  expect(reasons).toEqual(['lost']);
});
