import { createConsumer } from '@polylog/core';
import { clsDriver, fromOfficialOptions } from '@polylog/tencent-cls';
import { afterEach, expect, it } from 'vitest';
import { type ClsService, credentials, logsetId, startClsService } from './cls-service.js';

let service: ClsService;
afterEach(() => service.stop());

it('the parameters of the vendor’s sample start a consumer that reads the same topics', async () => {
  service = await startClsService({ topics: { topic_id_1: 1, topic_id_2: 1 } });
  service.fill(1, ['a', 'b']);
  service.fill(1, ['c'], 'topic_id_2');
  const { driver, consumer: options } = fromOfficialOptions({
    endpoint: service.emulator.cls.endpoint,
    access_key_id: credentials.accessKeyId,
    access_key: credentials.secretAccessKey,
    region: 'ap-guangzhou',
    logset_id: logsetId,
    topic_ids: ['topic_id_1', 'topic_id_2'],
    consumer_group_name: 'consumer-group-1',
    consumer_name: 'consumer-group-1-A',
    heartbeat_interval: 3,
    data_fetch_interval: 1,
    offset_start_time: 'begin',
    max_fetch_log_group_size: 10_485_760,
  });
  const read: (string | undefined)[] = [];
  const enough = new AbortController();
  const consumer = createConsumer({
    ...options,
    driver: clsDriver(driver),
    process: (batch) => {
      read.push(...[...batch.records].map((record) => record.body));
      if (read.length === 3) enough.abort();
    },
  });
  try {
    await consumer.run({ signal: enough.signal });
  } finally {
    await consumer.stop();
  }
  expect(read.sort()).toEqual(['a', 'b', 'c']);
  const group = service.emulator.cls.consumerGroup(logsetId, 'consumer-group-1');
  expect(group.timeoutSeconds, 'two intervals, as the official library writes them').toBe(6);
  expect(group.partitions.map(({ offset, savedBy }) => [offset, savedBy])).toEqual([
    [2n, 'consumer-group-1-A'],
    [1n, 'consumer-group-1-A'],
  ]);
});
