import { expect, it } from 'vitest';
import { logstore, project, ref, refusal, startClient } from './client-service.js';

it('creates a logstore with all settings, and describes it by the same names', async () => {
  const { client } = await startClient();
  const settings = {
    ttlDays: 90,
    shardCount: 3,
    webTracking: true,
    autoSplit: true,
    maxSplitShards: 8,
    appendMeta: true,
    telemetryType: 'None',
    hotTtlDays: 30,
    infrequentAccessTtlDays: 45,
    mode: 'query',
    other: { encrypt_conf: { enable: true, encrypt_type: 'default' } },
  };
  await client.logstores.create({ project, logstore: 'second', ...settings });
  expect(await client.logstores.get({ project, logstore: 'second' })).toEqual({
    name: 'second',
    ...settings,
    createdAtSeconds: expect.any(Number),
    modifiedAtSeconds: expect.any(Number),
  });
  expect(await client.shards.list({ project, logstore: 'second' }).all()).toHaveLength(3);
});

it('creates one for 30 days with two shards where nothing is named', async () => {
  const { client } = await startClient();
  await client.logstores.create({ project, logstore: 'plain' });
  expect(await client.logstores.get({ project, logstore: 'plain' })).toMatchObject({ ttlDays: 30, shardCount: 2 });
});

it('changes what is named and keeps the rest', async () => {
  const { client } = await startClient();
  await client.logstores.update({ ...ref, appendMeta: true, other: { resourceQuota: { storage: 5 } } });
  await client.logstores.update({ ...ref, ttlDays: 7 });
  expect(await client.logstores.get(ref)).toMatchObject({
    ttlDays: 7,
    shardCount: 2,
    appendMeta: true,
    other: { resourceQuota: { storage: 5 } },
  });
});

it('lists names, by a part of them and by kind', async () => {
  const { client } = await startClient();
  await client.logstores.create({ project, logstore: 'cpu', telemetryType: 'Metrics' });
  expect((await client.logstores.list({ project })).items).toEqual(['cpu', logstore]);
  expect((await client.logstores.list({ project, nameContains: 'sto' })).items).toEqual([logstore]);
  expect((await client.logstores.list({ project, telemetryType: 'Metrics' })).items).toEqual(['cpu']);
});

it('deletes one; the service’s codes say what is wrong with others', async () => {
  const { client } = await startClient();
  const { serviceCode } = await refusal(client.logstores.create({ ...ref }));
  expect(serviceCode).toBe('LogStoreAlreadyExist');
  const forever = await refusal(client.logstores.create({ project, logstore: 'for-ever', ttlDays: 9_999 }));
  expect(forever).toMatchObject({ code: 'invalid-argument', serviceCode: 'LogStoreInfoInvalid', status: 400 });
  await client.logstores.delete(ref);
  expect((await refusal(client.logstores.delete(ref))).serviceCode).toBe('LogStoreNotExist');
});
