import { type Batch, type Consumer, type ConsumerOptions, createConsumer } from '@polylog/core';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../driver-calls.js';
import { type LtsService, startLtsService, stream } from './lts-service.js';

let service: LtsService;
const consumers: Consumer[] = [];
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.stop({ deadlineMs: 5_000 })));
  await service.stop();
});

/** Short sessions, so that a takeover takes seconds. */
const consumerGroups = { billing: { timeoutSeconds: 2 } };

/** A member that notes what it is given. */
function member(name: string, read: string[], more: Partial<ConsumerOptions> = {}): Consumer {
  const consumer = createConsumer({
    driver: service.driver(),
    group: 'billing',
    member: name,
    start: 'earliest',
    sessionTimeoutMs: 2_000,
    idleMs: 200,
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

const saved = (shard: number): bigint | undefined => service.group().shards[shard]?.checkpoint;
const end = (shard: number): bigint | undefined =>
  service.emulator.lts.shards(stream.logGroupId, stream.logStreamId)[shard]?.endCursor;

const lines = (shard: number, count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, i) => `${shard} line ${from + i}`);
const texts = (count: number, from = 0): string[] => lines(0, count, from).map((line) => line.slice(2));

describe('a consumer over a log stream', () => {
  it('reads all shards, in order, and saves where it stands', async () => {
    service = await startLtsService({ shards: 3, consumerGroups });
    for (const shard of [0, 1, 2]) service.fill(shard, texts(20));
    const read: string[] = [];
    const consumer = member('a', read);
    const running = consumer.run();
    await until(() => read.length === 60, 'all was read');
    for (const shard of [0, 1, 2]) {
      expect(read.filter((line) => line.startsWith(`${shard} `))).toEqual(lines(shard, 20));
    }
    await until(() => [0, 1, 2].every((shard) => saved(shard) === end(shard)), 'all was saved');
    await consumer.stop();
    await running;
  });

  it('is followed by another, which goes on where it stood once the session has run out', async () => {
    service = await startLtsService({ consumerGroups });
    service.fill(0, texts(5));
    const read: string[] = [];
    const first = member('a', read);
    const running = first.run();
    await until(() => read.length === 5 && saved(0) === end(0), 'the first one had read and saved');
    await first.stop();
    await running;
    service.fill(0, texts(5, 5));
    const second = member('b', read);
    second.run().catch(() => undefined);
    await until(() => read.length >= 10, 'the second one read on');
    expect(read).toEqual(lines(0, 10));
  });

  it('shares with another; every record is read, and each shard by one at a time', async () => {
    service = await startLtsService({ shards: 4, consumerGroups });
    const a: string[] = [];
    const b: string[] = [];
    const first = member('a', a);
    first.run().catch(() => undefined);
    await until(() => first.status().partitions.length === 4, 'the first one held all');
    const second = member('b', b);
    second.run().catch(() => undefined);
    await until(() => second.status().partitions.length === 2, 'the second one held half');
    for (const shard of [0, 1, 2, 3]) service.fill(shard, texts(10));
    await until(() => a.length + b.length >= 40, 'all was read');
    expect([...a, ...b].sort()).toEqual([0, 1, 2, 3].flatMap((shard) => lines(shard, 10)).sort());
    expect(a.length).toBe(20);
  });

  it('loses nothing of a shard that comes in place of another, read from "latest", while it runs and while it does not', async () => {
    service = await startLtsService({ shards: 1, consumerGroups, switches: { shardGrowth: 'replaced' } });
    service.fill(0, texts(3));
    service.emulator.clock.advance(1_000);
    const read: string[] = [];
    const first = member('a', read, { start: 'latest' });
    const running = first.run();
    await until(() => saved(0) === end(0), 'the start was saved');
    service.fill(0, texts(2, 3));
    const add = () => service.emulator.lts.addShards(stream.logGroupId, stream.logStreamId)[0] ?? 0;
    const second = add();
    service.fill(second, texts(2));
    await until(() => read.length >= 4 && saved(second) === end(second), 'the first new shard was read');
    await first.stop();
    await running;
    const third = add();
    service.fill(third, texts(2));
    service.emulator.clock.advance(10_000);
    const other = member('b', read, { start: 'latest' });
    other.run().catch(() => undefined);
    await until(() => read.length >= 6, 'the other new shard was read, too');
    expect([...read].sort()).toEqual([...lines(0, 2, 3), ...lines(second, 2), ...lines(third, 2)].sort());
  });

  it('5.2 ends by itself at a time that has passed, and leaves what came later', async () => {
    service = await startLtsService({ shards: 1, consumerGroups });
    const { clock } = service.emulator;
    service.fill(0, texts(5));
    clock.advance(10_000);
    const epochMs = clock.now();
    clock.advance(20_000);
    service.fill(0, texts(5, 5));
    const read: string[] = [];
    await member('a', read, { until: { epochMs } }).run();
    expect(read).toEqual(lines(0, 5));
  });

  it('reads without a group, from where it is told', async () => {
    service = await startLtsService({ shards: 2 });
    service.fill(0, texts(3));
    service.fill(1, texts(3));
    const read: string[] = [];
    const { clock } = service.emulator;
    clock.advance(20_000);
    const consumer = createConsumer({
      driver: service.driver(),
      partitions: { 0: 'earliest', 1: 'latest' },
      until: { epochMs: clock.now() - 10_000 },
      logger: 'silent',
      process: (batch: Batch) => {
        for (const record of batch.records) read.push(`${batch.partition} ${record.body}`);
      },
    });
    consumers.push(consumer);
    await consumer.run();
    expect(read).toEqual(lines(0, 3));
  });

  it('tries a batch again that was refused, and never saves beyond it', async () => {
    service = await startLtsService({ shards: 1, consumerGroups });
    service.fill(0, texts(3));
    const tries: string[] = [];
    const failing = member('a', [], {
      processorTries: 2,
      process: (batch: Batch) => {
        tries.push(batch.partition);
        throw new Error('no');
      },
    });
    const begin = service.emulator.lts.shards(stream.logGroupId, stream.logStreamId)[0]?.beginCursor;
    await expect(failing.run()).rejects.toMatchObject({ code: 'processor-failed' });
    expect(tries).toHaveLength(2);
    expect(saved(0)).toBe(begin);
    const read: string[] = [];
    member('b', read)
      .run()
      .catch(() => undefined);
    await until(() => read.length === 3, 'it was read again');
    expect(read).toEqual(lines(0, 3));
  });
});
