import { createConsumerFromConfig, createGroupAdmin, createProducer, groupOf, loadConfig } from '@polylog/config';
import type { LogRecord } from '@polylog/core';
import { configSection as cls } from '@polylog/tencent-cls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { configFolder } from './config-folder.js';
import { environment, providers, startThreeClouds } from './three-clouds.js';

const portable = (provider: string): string => `
provider: ${provider}
group: billing
start: earliest
create: if-missing
idleMs: 200
order: partition
credentials: { accessKeyId: "\${KEY_ID}", secretAccessKey: "\${KEY_SECRET}" }
`;

describe.each(providers)('one configuration of %s opens the other doors, too', (provider) => {
  test('a producer: the same records for every cloud, which a consumer gives back under the same names', async () => {
    const clouds = await startThreeClouds();
    const folder = configFolder({ 'polylog.config.yaml': portable(provider) + clouds.sections });
    const config = await loadConfig({ cwd: folder, env: environment });
    const producer = createProducer(config, { logger: 'silent' });
    const time = { timeNs: BigInt(clouds.emulator.clock.now()) * 1_000_000n };
    await producer.send({ key: 'a', body: 'GET /', fields: { status: 200, user: 'ada' }, time });
    await producer.send({
      key: 'a',
      fields: [
        ['status', '404'],
        ['user', '日志'],
      ],
      time,
    });
    const nothing = producer.send({ body: 'x', fields: 5 as never });
    await expect(nothing).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await producer.close()).toMatchObject({ inTime: true, stored: 2 });

    const seen: unknown[] = [];
    const stop = new AbortController();
    const told = (record: LogRecord): unknown => [record.body, record.get('status'), record.get('user'), record.timeNs];
    const consumer = createConsumerFromConfig(config, {
      logger: 'silent',
      processRecord(record) {
        seen.push(told(record));
        if (seen.length === 2) stop.abort();
      },
    });
    await consumer.run({ signal: stop.signal });
    expect(seen).toEqual([
      ['GET /', '200', 'ada', time.timeNs],
      [undefined, '404', '日志', time.timeNs],
    ]);
  });

  test('a group admin, for the group that it names', async () => {
    const clouds = await startThreeClouds();
    const folder = configFolder({ 'polylog.config.yaml': portable(provider) + clouds.sections });
    const config = await loadConfig({ cwd: folder, env: environment });
    const admin = createGroupAdmin(config);
    onTestFinished(() => admin.close());
    const { signal } = new AbortController();
    const group = groupOf(config);
    expect(group).toEqual({ name: 'billing', sessionTimeoutMs: 30_000, order: 'partition' });
    if (group !== undefined) await admin.createGroup(group, { signal });
    expect(await admin.listGroups({ signal })).toMatchObject([{ name: 'billing' }]);
  });
});

test('where a section has several streams, a producer wants one named', async () => {
  const values = {
    region: 'ap-guangzhou',
    logsetId: 'l',
    topicIds: ['a', 'b'],
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  expect(() => cls.createProducer?.(values, {})).toThrow('stream is not named, and there are several; allowed: a, b.');
  expect(() => cls.createProducer?.(values, { stream: 'c' })).toThrow('stream is "c"; allowed: a, b.');
  await cls.createProducer?.(values, { stream: 'b' }).close();
});
