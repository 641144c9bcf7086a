import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { observeConsumer, stopObserved } from './observed-consumer.js';

afterEach(stopObserved);

test('two members share a log evenly, and what one leaves the other goes on with', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  const numbered = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({ fields: { n: String(from + i) } }));
  log.append('0', numbered(0, 25));
  log.append('1', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(6_000);
  const b = observeConsumer(log, clock, 'b');
  await clock.advance(20_000);
  expect([log.group('g')?.owner('0'), log.group('g')?.owner('1')]).toEqual(['a', 'b']);
  log.append('0', numbered(25, 5));
  log.append('1', numbered(5, 5));
  await clock.advance(5_000);
  const report = await a.stop();
  expect(report).toEqual({ partitions: { 0: { saved: '0@30', lastDone: '0@30', abandoned: false } }, inTime: true });
  log.append('0', numbered(30, 5));
  await clock.advance(60_000);
  await b.stop();
  expect([...a.handled, ...b.handled]).toHaveLength(45);
  expect(new Set([...a.handled, ...b.handled])).toHaveLength(45);
  expect(clock.pending).toBe(0);
});
