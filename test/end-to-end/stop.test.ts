import { createConsumer } from '@polylog/core';
import { expect, test } from 'vitest';
import { driverOf } from '../../examples/demo/dist/drivers.js';
import { clouds } from '../processes/clouds.js';
import { until } from './until.js';

test.for(clouds)(
  'on $cloud a stop with the service down ends by its deadline, with a report of what could not be saved',
  {
    timeout: 60_000,
  },
  async ({ open }) => {
    const { log } = await open(2);
    await log.write(100);
    let handled = 0;
    const consumer = createConsumer({
      driver: driverOf(log.settings),
      group: 'g',
      start: 'earliest',
      // Nothing but the resolved start is saved before the service goes down.
      checkpoint: { everyMs: 3_600_000 },
      process(batch) {
        handled += batch.recordCount;
      },
    });
    const running = consumer.run();
    await until(() => handled === 200);
    await log.stop();
    const startedAt = performance.now();
    const report = await consumer.stop({ deadlineMs: 2_000 });
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThanOrEqual(1_990);
    expect(tookMs).toBeLessThan(4_000);
    expect(report.inTime).toBe(false);
    expect(Object.keys(report.partitions)).toEqual(log.shards);
    for (const { saved, lastDone, abandoned } of Object.values(report.partitions)) {
      expect(abandoned).toBe(true);
      expect(saved).toBeDefined();
      expect(lastDone).not.toBe(saved);
    }
    await expect(running).resolves.toBeUndefined();
  },
);

test.for(clouds)(
  'on $cloud a stop with the service up saves everything, and a second consumer finds nothing left to do',
  {
    timeout: 60_000,
  },
  async ({ open, service, calls: [pull] }) => {
    const { log } = await open(2);
    await log.write(100);
    const consume = async (expected: number): Promise<number> => {
      let handled = 0;
      const consumer = createConsumer({
        driver: driverOf(log.settings),
        group: 'g',
        member: 'same-name',
        start: 'earliest',
        idleMs: 100,
        process(batch) {
          handled += batch.recordCount;
        },
      });
      const running = consumer.run();
      await until(() => handled === expected && service(log.emulator).stats().calls[pull] !== undefined);
      const report = await consumer.stop();
      await running;
      expect(report.inTime).toBe(true);
      return handled;
    };
    try {
      expect(await consume(200)).toBe(200);
      await log.write(10);
      expect(await consume(20)).toBe(20);
    } finally {
      await log.stop();
    }
  },
);
