import { type Batch, type Consumer, type ConsumerOptions, createConsumer } from '@polylog/core';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../driver-calls.js';
import { type ClsService, logsetId, startClsService } from './cls-service.js';

let service: ClsService;
const consumers: Consumer[] = [];
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.stop({ deadlineMs: 5_000 })));
  await service.stop();
});

/** A member that notes what it is given. Short sessions, so that a takeover takes seconds. */
function member(name: string, read: string[], more: Partial<ConsumerOptions> = {}): Consumer {
  const consumer = createConsumer({
    driver: service.driver(),
    group: 'billing',
    member: name,
    start: 'earliest',
    sessionTimeoutMs: 2_000,
    idleMs: 100,
    checkpoint: { everyMs: 100 },
    logger: 'silent',
    process: (batch: Batch) => {
      for (const record of batch.records) read.push(`${batch.partition} ${record.body}`);
    },
    ...more,
  } as ConsumerOptions);
  consumers.push(consumer);
  return consumer;
}

/** What the group has stored; nothing before there is one. */
function saved(): Readonly<Record<string, bigint | undefined>> {
  if (service.calls().SendConsumerHeartbeat === undefined) return {};
  const { partitions } = service.emulator.cls.consumerGroup(logsetId, 'billing');
  return Object.fromEntries(partitions.map(({ topic, id, offset }) => [`${topic}/${id}`, offset]));
}

const lines = (partition: string, count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, i) => `${partition} line ${from + i}`);
const texts = (count: number, from = 0): string[] => lines('x', count, from).map((line) => line.slice(2));

describe('a consumer over several topics', () => {
  it('reads all of them, in order, and saves where it stands', async () => {
    service = await startClsService({ topics: { orders: 2, refunds: 1 }, quotas: true });
    service.fill(1, texts(20));
    service.fill(2, texts(20));
    service.fill(1, texts(20), 'refunds');
    const read: string[] = [];
    const consumer = member('a', read);
    const running = consumer.run();
    await until(() => read.length === 60, 'all was read');
    for (const id of ['orders/1', 'orders/2', 'refunds/1']) {
      expect(read.filter((line) => line.startsWith(id))).toEqual(lines(id, 20));
    }
    await until(() => Object.values(saved()).every((offset) => offset === 20n), 'all was saved');
    await consumer.stop();
    await running;
    expect(service.calls().CommitConsumerOffsets ?? 0, 'one commit for all that is dirty').toBeLessThan(12);
  });

  it('is followed by another, which goes on where it stood once the session has run out', async () => {
    service = await startClsService();
    service.fill(1, texts(5));
    const read: string[] = [];
    const first = member('a', read);
    const running = first.run();
    await until(() => read.length === 5 && saved()['orders/1'] === 5n, 'the first one had read and saved');
    await first.stop();
    await running;
    service.fill(1, texts(5, 5));
    const second = member('b', read);
    second.run().catch(() => undefined);
    await until(() => read.length >= 10, 'the second one read on');
    expect(read).toEqual(lines('orders/1', 10));
  });

  it('shares with another; every record is read, and each partition by one at a time', async () => {
    service = await startClsService({ topics: { orders: 4 } });
    const a: string[] = [];
    const b: string[] = [];
    const first = member('a', a);
    first.run().catch(() => undefined);
    await until(() => first.status().partitions.length === 4, 'the first one held all');
    const second = member('b', b);
    second.run().catch(() => undefined);
    await until(() => second.status().partitions.length === 2, 'the second one held half');
    for (const partition of [1, 2, 3, 4]) service.fill(partition, texts(10));
    await until(() => a.length + b.length >= 40, 'all was read');
    expect([...a, ...b].sort()).toEqual([1, 2, 3, 4].flatMap((id) => lines(`orders/${id}`, 10)).sort());
    expect(a.length).toBe(20);
  });

  it('1.4 reads a partition that was split to its end, and its children from their beginning', async () => {
    service = await startClsService({ topics: { orders: 1 } });
    service.fill(1, texts(3));
    const read: string[] = [];
    // Times count whole seconds.
    service.emulator.clock.advance(2_000);
    // What was there before is not read, but all that comes, also in what a split brings.
    const consumer = member('a', read, { start: 'latest' });
    consumer.run().catch(() => undefined);
    await until(() => saved()['orders/1'] === 3n, 'the start was saved');
    service.fill(1, texts(2, 3));
    service.emulator.cls.split('orders', 1);
    service.fill(2, texts(2));
    service.fill(3, texts(2));
    await until(() => read.length >= 6, 'all was read');
    expect([...read].sort()).toEqual([...lines('orders/1', 2, 3), ...lines('orders/2', 2), ...lines('orders/3', 2)]);
  });

  it.each([{ endOfRange: 'on-empty-page' }, { endOfRange: 'with-data' }, { offsetType: 'ignored' }] as const)(
    '5.5 ends by itself at a time that has passed, and leaves what came later (%j)',
    async (switches) => {
      service = await startClsService({ switches });
      const { clock } = service.emulator;
      service.fill(1, texts(5));
      clock.advance(10_000);
      const epochMs = Math.ceil(clock.now() / 1_000) * 1_000;
      clock.advance(20_000);
      service.fill(1, texts(5, 5));
      const read: string[] = [];
      await member('a', read, { until: { epochMs } }).run();
      expect(read).toEqual(lines('orders/1', 5));
      expect(saved()['orders/1']).toBe(5n);
    },
  );

  it('5.5 reads on to an end that is still to come, where the service says -1 whenever there is nothing', async () => {
    service = await startClsService({ topics: { orders: 1 }, switches: { caughtUp: 'minus-one' } });
    const { clock } = service.emulator;
    const read: string[] = [];
    const running = member('a', read, { until: { epochMs: clock.now() + 60_000 } }).run();
    await until(() => service.calls().PullLog !== undefined, 'the first pull was answered');
    service.fill(1, texts(3));
    await until(() => read.length === 3, 'what came later was read');
    clock.advance(70_000);
    service.fill(1, texts(2, 3));
    await running;
    expect(read).toEqual(lines('orders/1', 3));
  });

  it('4.3 stops loudly at a place that has expired, and goes on at the oldest where it is told to', async () => {
    service = await startClsService();
    service.fill(1, texts(2));
    const read: string[] = [];
    const first = member('a', read);
    const running = first.run();
    await until(() => saved()['orders/1'] === 2n, 'the first one had saved');
    await first.stop();
    await running;
    service.fill(1, texts(4, 2));
    service.emulator.cls.expire('orders', { partition: 1, beforeOffset: 4n });
    await expect(member('a', read).run()).rejects.toMatchObject({ code: 'position-lost', partition: 'orders/1' });
    const second = member('a', read, { onExpired: 'earliest' });
    second.run().catch(() => undefined);
    await until(() => read.length >= 4, 'the second one read on');
    expect(read).toEqual([...lines('orders/1', 2), ...lines('orders/1', 2, 4)]);
  });

  it('tries a batch again that was refused, and never saves beyond it', async () => {
    service = await startClsService({ topics: { orders: 1 } });
    service.fill(1, texts(3));
    const read: string[] = [];
    const tries: string[] = [];
    const failing = member('a', read, {
      processorTries: 2,
      process: (batch: Batch) => {
        tries.push(batch.partition);
        throw new Error('no');
      },
    });
    await expect(failing.run()).rejects.toMatchObject({ code: 'processor-failed' });
    expect(tries).toHaveLength(2);
    expect(saved()['orders/1']).toBe(0n);
    const mended = member('a', read);
    mended.run().catch(() => undefined);
    await until(() => read.length === 3, 'it was read again');
    expect(read).toEqual(lines('orders/1', 3));
  });
});
