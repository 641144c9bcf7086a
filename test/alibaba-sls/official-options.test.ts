import { fromOfficialOptions, slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';
import { afterEach, expect, it } from 'vitest';
import { credentials, logstore, project, type SlsService, startSlsService } from './sls-service.js';

let service: SlsService;
afterEach(() => service.stop());

it('a heartbeat and a group timeout as the official library has them by default give options that a consumer takes', async () => {
  service = await startSlsService();
  const { driver, consumer: options } = fromOfficialOptions({
    endpoint: service.emulator.sls.endpoint,
    access_key_id: credentials.accessKeyId,
    access_key: credentials.secretAccessKey,
    project,
    logstore,
    consumer_group_name: 'consumer-group-1',
    cursor_end_time: '2030-01-01T00:00:00Z',
    heartbeat_interval: 20,
    consumer_group_time_out: 40,
  });
  expect(options).toMatchObject({
    heartbeatMs: 13_333,
    sessionTimeoutMs: 40_000,
    until: { epochMs: 1_893_456_000_000 },
  });
  await createConsumer({ ...options, driver: slsDriver(driver), process: () => undefined }).stop();
});

it('the parameters of the vendor’s Python consumer start a consumer that reads the same logstore', async () => {
  service = await startSlsService();
  service.fill(0, ['a', 'b']);
  service.fill(1, ['c']);
  const { driver, consumer: consumerOptions } = fromOfficialOptions({
    endpoint: service.emulator.sls.endpoint,
    access_key_id: credentials.accessKeyId,
    access_key: credentials.secretAccessKey,
    project,
    logstore,
    consumer_group_name: 'consumer-group-1',
    consumer_name: 'consumer-group-1-A',
    cursor_position: 'BEGIN_CURSOR',
    heartbeat_interval: 6,
    data_fetch_interval: 1,
  });
  const read: (string | undefined)[] = [];
  const enough = new AbortController();
  const consumer = createConsumer({
    ...consumerOptions,
    driver: slsDriver(driver),
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
  const group = service.emulator.sls.consumerGroup(project, logstore, 'consumer-group-1');
  expect(group.shards.map(({ savedBy }) => savedBy)).toEqual(['consumer-group-1-A', 'consumer-group-1-A']);
  const ends = service.emulator.sls.shards(project, logstore).map(({ endCursor }) => endCursor);
  expect(group.shards.map(({ checkpoint }) => checkpoint)).toEqual(ends);
});
