import { createConsumer } from '@polylog/core';
import { fromOfficialOptions, ltsDriver } from '@polylog/huawei-lts';
import { afterEach, expect, it, vi } from 'vitest';
import { credentials, type LtsService, region, startLtsService, stream } from './lts-service.js';

let service: LtsService;
afterEach(() => service.stop());

it('the parameters of the vendor’s sample start as many consumers over the same stream, each with a UUID', async () => {
  service = await startLtsService({ shards: 2, consumerGroups: { 'orders-cg': {} } });
  service.fill(0, ['a', 'b']);
  service.fill(1, ['c']);
  const { clock } = service.emulator;
  const startNs = BigInt(clock.now() - 60_000) * 1_000_000n;
  clock.advance(20_000);
  const warnings: unknown[] = [];
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(warning));
  const { driver, consumer: options } = fromOfficialOptions({
    endpoint: service.emulator.lts.endpoint,
    region,
    projectId: stream.projectId,
    logGroup: stream.logGroupId,
    logStream: stream.logStreamId,
    ak: credentials.accessKeyId,
    sk: credentials.secretAccessKey,
    consumer_group_name: 'orders-cg',
    start_time: String(startNs),
    end_time: 0,
    consume_batch_size: 1000,
    consumer_count: 3,
  });
  const read: (string | undefined)[] = [];
  const enough = new AbortController();
  const consumer = createConsumer({
    ...options,
    driver: ltsDriver(driver),
    logger: 'silent',
    process: (batch) => {
      read.push(...[...batch.records].map((record) => record.body));
      if (read.length === 3) enough.abort();
    },
  });
  try {
    await consumer.run({ signal: enough.signal });
  } finally {
    await consumer.stop();
    warn.mockRestore();
  }
  expect(read.sort()).toEqual(['a', 'b', 'c']);
  const { consumers, shards } = service.group('orders-cg');
  expect(consumers).toHaveLength(3);
  for (const name of consumers) expect(name).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(shards.every(({ savedBy }) => savedBy !== undefined && consumers.includes(savedBy))).toBe(true);
  expect(warnings).toEqual([
    '3 members of this process share 2 shards: the others have nothing to do until there are more.',
  ]);
});
