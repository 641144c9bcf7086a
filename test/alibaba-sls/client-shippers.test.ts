import type { Shipper } from '@polylog/alibaba-sls';
import { expect, it } from 'vitest';
import { logstore, project, ref, refusal, startClient } from './client-service.js';

const toOss: Shipper = {
  shipperName: 'to-oss',
  targetType: 'oss',
  targetConfiguration: {
    ossBucket: 'bucket',
    ossPrefix: 'logs/',
    roleArn: 'acs:ram::1:role/writer',
    bufferInterval: 300,
    bufferSize: 128,
    compressType: 'snappy',
    storage: { format: 'json', detail: { enableTag: true } },
  },
};
const toOdps: Shipper = {
  shipperName: 'to-odps',
  targetType: 'odps',
  targetConfiguration: {
    odpsEndpoint: 'http://service.odps.aliyun.com/api',
    odpsProject: 'p',
    odpsTable: 't',
    fields: ['level', 'msg'],
    partitionColumn: ['__partition_time__'],
    partitionTimeFormat: 'yyyy_MM_dd_HH_mm',
    bufferInterval: 1_800,
  },
};

it('creates shippers, gives them back as they were, replaces and deletes them', async () => {
  const { client } = await startClient();
  await client.shippers.create({ ...ref, shipper: toOss });
  await client.shippers.create({ ...ref, shipper: toOdps });
  expect(await client.shippers.list(ref)).toEqual({ items: ['to-odps', 'to-oss'], total: 2 });
  expect(await client.shippers.list({ ...ref, pageSize: 1 }).all()).toEqual(['to-odps', 'to-oss']);
  const found = await client.shippers.get({ ...ref, shipper: 'to-oss' });
  expect(found).toEqual({ ...toOss, createTime: expect.any(Number), lastModifyTime: expect.any(Number) });
  const targetConfiguration = { ...toOdps.targetConfiguration, bufferInterval: 3_600 };
  await client.shippers.update({ ...ref, shipper: { ...toOdps, targetConfiguration } as Shipper });
  const changed = await client.shippers.get({ ...ref, shipper: 'to-odps' });
  expect(changed.targetConfiguration.bufferInterval).toBe(3_600);
  await client.shippers.delete({ ...ref, shipper: 'to-oss' });
  const missing = await refusal(client.shippers.get({ ...ref, shipper: 'to-oss' }));
  expect(missing).toMatchObject({ code: 'not-found', serviceCode: 'ShipperNotExist', status: 404 });
});

it('lists and counts a shipper’s runs, and runs those again that failed', async () => {
  const { client, emulator } = await startClient();
  await client.shippers.create({ ...ref, shipper: toOss });
  const add = (id: string, status: 'running' | 'success' | 'fail', message = '') =>
    emulator.sls.addShipperTask(project, logstore, 'to-oss', { id, status, message });
  add('t1', 'success');
  add('t2', 'fail', 'no such bucket');
  add('t3', 'fail', 'no such bucket');
  const nowMs = emulator.clock.now();
  const asked = { ...ref, shipper: 'to-oss', from: { epochMs: nowMs - 3_600_000 }, to: new Date(nowMs + 1_000) };
  const tasks = await client.shippers.tasks({ ...asked, pageSize: 2 }).all();
  expect(tasks.map(({ id }) => id)).toEqual(['t1', 't2', 't3']);
  expect(tasks[1]).toEqual({
    id: 't2',
    status: 'fail',
    message: 'no such bucket',
    createdAtSeconds: expect.any(Number),
    lastDataReceivedAtSeconds: expect.any(Number),
    finishedAtSeconds: expect.any(Number),
  });
  expect((await client.shippers.tasks({ ...asked, status: 'fail' })).total).toBe(2);
  expect(await client.shippers.taskCounts(asked)).toEqual({ running: 0, success: 1, fail: 2 });
  await client.shippers.retryTasks({ ...asked, tasks: ['t2'] });
  expect(await client.shippers.taskCounts(asked)).toEqual({ running: 0, success: 2, fail: 1 });
});

it('refuses what is no time, no status, or too many tasks', async () => {
  const { client } = await startClient();
  await client.shippers.create({ ...ref, shipper: toOss });
  const shipper = { ...ref, shipper: 'to-oss' };
  const asked = { ...shipper, from: { epochMs: 0 }, to: { epochMs: 1_000 } };
  const status = 'failed' as never;
  expect((await refusal(client.shippers.tasks({ ...asked, status }))).message).toContain('"fail"');
  expect((await refusal(client.shippers.tasks({ ...asked, from: '0' as never }))).message).toContain('from is "0"');
  expect((await refusal(client.shippers.tasks({ ...asked, to: asked.from }))).serviceCode).toBe('ParameterInvalid');
  const tasks = Array.from({ length: 11 }, (_, i) => `t${i}`);
  expect((await refusal(client.shippers.retryTasks({ ...shipper, tasks }))).message).toContain('1 to 10');
  expect((await refusal(client.shippers.create({ ...ref } as never))).message).toContain('shipper is missing');
});
