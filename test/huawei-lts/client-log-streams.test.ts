import { expect, it } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

const { logGroupId } = ref;

it('creates a log stream with all settings, which can be written to and read at once', async () => {
  const { client } = await startClient();
  const settings = { name: 'app', ttlDays: 3, tags: { team: 'shop' }, alias: 'Anwendung' };
  const stream = await client.logStreams.create({ logGroupId, ...settings });
  expect(stream).toEqual({ logGroupId, logStreamId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const described = { logStreamId: stream.logStreamId, ...settings, createdAtMs: expect.any(Number) };
  expect(await client.logStreams.get(stream)).toEqual(described);
  await client.logs.put({ ...stream, lines: ['a'] });
  const [shard] = await client.shards.list(stream).all();
  const cursor = await client.cursors.get({ ...stream, shard: shard?.id ?? '', at: 'begin' });
  const { logs } = await client.logs.pull({ ...stream, shard: shard?.id ?? '', cursor });
  expect(logs.map(({ text }) => text)).toEqual(['a']);
});

it('keeps logs as long as its log group where nothing is named', async () => {
  const { client } = await startClient();
  const group = await client.logGroups.create({ name: 'orders', ttlDays: 9 });
  const stream = await client.logStreams.create({ ...group, name: 'app' });
  expect(await client.logStreams.get(stream)).toMatchObject({ ttlDays: 9, tags: {} });
});

it('lists those of a log group, those of the project, and those of a name', async () => {
  const { client } = await startClient();
  const orders = await client.logGroups.create({ name: 'orders' });
  const users = await client.logGroups.create({ name: 'users' });
  for (const group of [orders, users]) {
    for (const name of ['app', 'web']) await client.logStreams.create({ ...group, name });
  }
  const names = async (filter?: Parameters<typeof client.logStreams.list>[0]) =>
    (await client.logStreams.list(filter).all()).map(({ name }) => name);
  expect(await names(orders)).toEqual(['app', 'web']);
  expect(await names()).toEqual([ref.logStreamId, 'app', 'web', 'app', 'web']);
  expect(await names({ logGroupName: 'users' })).toEqual(['app', 'web']);
  expect(await names({ logGroupName: 'nobody' })).toEqual([]);
  const webs = await client.logStreams.list({ logStreamName: 'web' });
  expect(webs.items.map((stream) => stream.logGroupId)).toEqual([orders.logGroupId, users.logGroupId]);
  expect(await client.logStreams.list({ logGroupName: 'orders', logStreamName: 'web' })).toMatchObject({ total: 1 });
  const both = client.logStreams.list({ ...orders, logStreamName: 'web' }).all();
  expect((await refusal(both)).message).toMatch(/logGroupId does not go with/);
});

it('changes the days, and the tags where they are named', async () => {
  const { client } = await startClient();
  const stream = await client.logStreams.create({ logGroupId, name: 'app', tags: { team: 'shop' } });
  await client.logStreams.update({ ...stream, ttlDays: 90 });
  expect(await client.logStreams.get(stream)).toMatchObject({ ttlDays: 90, tags: { team: 'shop' } });
  await client.logStreams.update({ ...stream, ttlDays: 90, tags: { env: 'test' } });
  expect(await client.logStreams.get(stream)).toMatchObject({ ttlDays: 90, tags: { env: 'test' } });
});

it('deletes one; the service’s codes say what is wrong with others', async () => {
  const { client, emulator } = await startClient();
  await client.logStreams.create({ logGroupId, name: 'app' });
  const twice = await refusal(client.logStreams.create({ logGroupId, name: 'app' }));
  expect(twice).toMatchObject({ code: 'invalid-argument', serviceCode: 'LTS.0205', status: 400 });
  await client.logStreams.delete(ref);
  const gone = { code: 'not-found', serviceCode: 'LTS.0208', status: 404 };
  expect(await refusal(client.logStreams.delete(ref))).toMatchObject(gone);
  expect(await refusal(client.logStreams.update({ ...ref, ttlDays: 1 }))).toMatchObject(gone);
  expect(await refusal(client.shards.list(ref).all())).toMatchObject(gone);
  expect(await refusal(client.logStreams.get(ref))).toMatchObject({ code: 'not-found', tries: 0 });
  // A push has a code of its own.
  const unheard = await refusal(client.logs.put({ ...ref, lines: ['a'] }));
  expect(unheard).toMatchObject({ code: 'invalid-argument', serviceCode: 'SVCSTG.ALS.200.201', status: 400 });
  for (let n = 1; n < 100; n += 1) emulator.lts.createLogStream({ logGroup: logGroupId, logStream: `stream ${n}` });
  expect((await refusal(client.logStreams.create({ logGroupId, name: 'more' }))).serviceCode).toBe('LTS.0206');
});
