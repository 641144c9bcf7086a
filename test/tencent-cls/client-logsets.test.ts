import { expect, it } from 'vitest';
import { logsetId, ref, refusal, startClient, topicId } from './client-service.js';

it('makes, describes, changes and deletes a logset', async () => {
  const { client } = await startClient();
  const made = await client.logsets.create({ name: 'web', tags: { team: 'shop' } });
  const asMade = { ...made, name: 'web', tags: { team: 'shop' }, topicCount: 0, createTime: expect.any(String) };
  expect(await client.logsets.get(made)).toEqual(asMade);
  expect((await client.logsets.list({ name: 'web' })).items).toEqual([asMade]);
  await client.logsets.update({ ...made, name: 'shop' });
  expect(await client.logsets.get(made)).toEqual({ ...asMade, name: 'shop' });
  await client.logsets.update({ ...made, tags: { env: 'prod' } });
  expect(await client.logsets.get(made)).toMatchObject({ name: 'shop', tags: { env: 'prod' } });
  await client.logsets.delete(made);
  expect((await refusal(client.logsets.get(made))).code).toBe('not-found');
  expect((await client.logsets.list()).items).toMatchObject([{ logsetId, topicCount: 1 }]);
});

it('tells why a logset cannot be made, changed or deleted', async () => {
  const { client } = await startClient();
  const conflict = { code: 'invalid-argument', serviceCode: 'InvalidParameter.LogsetConflict', status: 200 };
  expect(await refusal(client.logsets.create({ name: logsetId }))).toMatchObject(conflict);
  expect((await refusal(client.logsets.create({ name: 'a|b' }))).message).toContain('without "|"');
  expect((await refusal(client.logsets.update({ logsetId }))).message).toContain('nothing to change');
  expect(await refusal(client.logsets.delete({ logsetId }))).toMatchObject({
    serviceCode: 'InvalidParameter.LogsetNotEmpty',
  });
  expect(await refusal(client.logsets.delete({ logsetId: 'nobody' }))).toMatchObject({
    code: 'not-found',
    serviceCode: 'ResourceNotFound.LogsetNotExist',
  });
  const { client: limited } = await startClient({}, { switches: { maxLogsets: 1 } });
  expect(await refusal(limited.logsets.create({ name: 'more' }))).toMatchObject({
    code: 'invalid-argument',
    serviceCode: 'LimitExceeded.Logset',
  });
});

it('makes, describes, changes and deletes a topic, and keeps what a change does not name', async () => {
  const { client } = await startClient();
  const settings = {
    name: 'access',
    ttlDays: 90,
    autoSplit: false,
    maxSplitPartitions: 20,
    storageType: 'hot',
    hotTtlDays: 7,
    description: 'who came',
    webTracking: true,
    tags: { env: 'prod' },
  };
  const made = await client.topics.create({ ...settings, logsetId, partitionCount: 3, other: { IsSourceFrom: true } });
  const asMade = {
    ...settings,
    ...made,
    logsetId,
    partitionCount: 3,
    index: false,
    status: true,
    createTime: expect.any(String),
    other: { IsSourceFrom: true },
  };
  expect(await client.topics.get(made)).toEqual(asMade);
  expect((await client.topics.list({ logsetId, nameContains: 'cces' })).items).toEqual([asMade]);
  await client.topics.update({ ...made, name: 'visits', webTracking: false, other: { IsSourceFrom: false } });
  const changed = { ...asMade, name: 'visits', webTracking: false, other: { IsSourceFrom: false } };
  expect(await client.topics.get(made)).toEqual(changed);
  await client.topics.delete(made);
  expect((await refusal(client.topics.get(made))).code).toBe('not-found');
  expect((await client.topics.list()).items).toMatchObject([{ topicId }]);
});

it('makes a topic as the service makes it where nothing is said', async () => {
  const { client } = await startClient();
  const made = await client.topics.create({ logsetId, name: 'plain' });
  expect(await client.topics.get(made)).toMatchObject({ partitionCount: 1, autoSplit: true, ttlDays: 30 });
});

it('tells why a topic cannot be made, changed or written to', async () => {
  const { client } = await startClient();
  expect(await refusal(client.topics.create({ logsetId, name: topicId }))).toMatchObject({
    code: 'invalid-argument',
    serviceCode: 'InvalidParameter.TopicConflict',
  });
  expect(await refusal(client.topics.create({ logsetId: 'nobody', name: 'x' }))).toMatchObject({ code: 'not-found' });
  expect(await refusal(client.topics.create({ logsetId, name: 'x', ttlDays: 5_000 }))).toMatchObject({
    code: 'invalid-argument',
    serviceCode: 'InvalidParameterValue',
  });
  expect((await refusal(client.topics.update(ref))).code).toBe('invalid-argument');
  expect((await refusal(client.topics.update({ topicId }))).message).toContain('nothing to change');
  expect(await refusal(client.topics.update({ topicId: 'nobody', name: 'x' }))).toMatchObject({ code: 'not-found' });
  await client.topics.update({ topicId, other: { Status: false } });
  expect((await client.topics.get(ref)).status).toBe(false);
  expect(await refusal(client.logs.put({ topicId, logs: [{ fields: {} }] }))).toMatchObject({
    code: 'permission-denied',
    serviceCode: 'TopicClosed',
  });
});

it('rejects what is no request where it lists, as everywhere, and throws nothing', async () => {
  const { client } = await startClient();
  for (const listing of [client.logsets.list(null as never), client.topics.list(null as never)])
    expect(await refusal(listing)).toMatchObject({ code: 'invalid-argument', tries: 0 });
});
