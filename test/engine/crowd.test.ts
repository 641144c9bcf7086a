import { type Batch, createMemoryBudget } from '@polylog/core';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

const MB = 1024 * 1024;

test('6.5 200 partitions, bodies of 8 MB, one over the budget, one hung processor, one paused: all others finish, and the peak holds', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 200, clock });
  for (const id of log.partitionIds()) log.append(id, numbered(0, 30));
  const budget = createMemoryBudget({ maxBytes: 64 * MB, clock });
  let peak = 0;
  let held = 0;
  const [over, hung, paused] = ['7', '3', '5'];
  const driver = wrapDriver(log.driver(), {
    async read(send, partition, _, { reserve }) {
      const batch = await send();
      const bytes = batch.recordCount === 0 ? 0 : (partition.id === over ? 70 : 8) * MB;
      // Nothing is allocated: what counts is what the driver was allowed to.
      await reserve(bytes);
      held += bytes;
      peak = Math.max(peak, held, budget.usedBytes);
      let released = false;
      return {
        ...batch,
        release() {
          if (!released) held -= bytes;
          released = true;
          batch.release();
        },
      };
    },
  });
  const a = observeConsumer(log, clock, 'a', {
    memory: budget,
    idleMs: 20_000,
    driver,
    handle: ({ partition }: Batch) => (partition === hung ? new Promise<void>(() => undefined) : undefined),
  });
  a.consumer.pause([paused]);
  await clock.advance(180_000);
  const handled = new Map<string, number>();
  for (const each of a.handled) {
    const id = each.slice(0, each.indexOf(':'));
    handled.set(id, (handled.get(id) ?? 0) + 1);
  }
  for (const id of log.partitionIds()) {
    expect([id, handled.get(id)]).toEqual([id, id === hung ? 10 : id === paused ? undefined : 30]);
  }
  // One body over what the budget allows, never two.
  expect(peak).toBeGreaterThan(64 * MB);
  expect(peak).toBeLessThanOrEqual((64 + 70) * MB);
  // What the hung processor has, and what was fetched ahead for it.
  expect(held).toBeLessThanOrEqual(16 * MB);
  expect(a.outcome()).toBeUndefined();
});
