import { expect, it } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

const { logGroupId } = ref;

it('creates a log group with all settings, and describes it by the same names', async () => {
  const { client } = await startClient();
  const settings = { name: 'orders', ttlDays: 7, tags: { team: 'shop', env: 'prod' }, alias: 'Bestellungen' };
  const created = await client.logGroups.create(settings);
  expect(created).toEqual({ logGroupId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const group = { ...created, ...settings, createdAtMs: expect.any(Number) };
  expect(await client.logGroups.get(created)).toEqual(group);
  expect(await client.logGroups.list({ name: 'orders' })).toEqual({ items: [group], total: 1 });
  expect((await client.logGroups.list()).total).toBe(2);
  expect(await client.logGroups.list({ name: 'nobody' }).all()).toEqual([]);
});

it('creates one for 30 days, without tags or an alias, where nothing is named', async () => {
  const { client } = await startClient();
  const created = await client.logGroups.create({ name: 'plain' });
  const group = { ...created, name: 'plain', ttlDays: 30, tags: {}, createdAtMs: expect.any(Number) };
  expect(await client.logGroups.get(created)).toEqual(group);
});

it('changes the days, and the tags where they are named', async () => {
  const { client } = await startClient();
  const group = await client.logGroups.create({ name: 'orders', tags: { team: 'shop' } });
  await client.logGroups.update({ ...group, ttlDays: 90 });
  expect(await client.logGroups.get(group)).toMatchObject({ ttlDays: 90, tags: { team: 'shop' } });
  await client.logGroups.update({ ...group, ttlDays: 91, tags: { env: 'test' } });
  expect(await client.logGroups.get(group)).toMatchObject({ ttlDays: 91, tags: { env: 'test' } });
  await client.logGroups.update({ ...group, ttlDays: 91, tags: {} });
  expect((await client.logGroups.get(group)).tags).toEqual({});
});

it('deletes one with everything in it; the service’s codes say what is wrong with others', async () => {
  const { client } = await startClient();
  await client.logGroups.create({ name: 'orders' });
  const twice = await refusal(client.logGroups.create({ name: 'orders' }));
  expect(twice).toMatchObject({ code: 'invalid-argument', serviceCode: 'LTS.0101', status: 400 });
  await client.logGroups.delete({ logGroupId });
  const gone = { code: 'not-found', serviceCode: 'LTS.0201', status: 404 };
  expect(await refusal(client.logGroups.delete({ logGroupId }))).toMatchObject(gone);
  expect(await refusal(client.logGroups.update({ logGroupId, ttlDays: 1 }))).toMatchObject(gone);
  expect(await refusal(client.logStreams.list({ logGroupId }).all())).toMatchObject(gone);
  expect(await refusal(client.logGroups.get({ logGroupId }))).toMatchObject({ code: 'not-found', tries: 0 });
});

it('hands on what the service refuses: its rules for names and tags, and a hundred as the most', async () => {
  const { client, emulator } = await startClient();
  for (const name of ['a/b', '.hidden', '_first', 'ends.', 'two words', 'x'.repeat(65)]) {
    const refused = await refusal(client.logGroups.create({ name }));
    expect(refused, name).toMatchObject({ code: 'invalid-argument', serviceCode: 'LTS.0009', status: 400 });
  }
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`key ${n}`, 'x']));
  for (const tags of [many, { _hidden: 'x' }, { 'a,b': 'x' }, { key: 'x'.repeat(256) }]) {
    expect((await refusal(client.logGroups.create({ name: 'tagged', tags }))).serviceCode).toBe('LTS.0009');
  }
  for (let n = 1; n < 100; n += 1) emulator.lts.createLogGroup(`group ${n}`);
  expect((await refusal(client.logGroups.create({ name: 'more' }))).serviceCode).toBe('LTS.0104');
});

it('refuses what is wrong before anything is sent', async () => {
  const { client, emulator } = await startClient();
  const wrong = async (promise: Promise<unknown>): Promise<string> => {
    const { code, message, tries } = await refusal(promise);
    expect({ code, tries }).toEqual({ code: 'invalid-argument', tries: 0 });
    return message;
  };
  expect(await wrong(client.logGroups.get({ logGroupId: 'orders' }))).toMatch(/not its name/);
  expect(await wrong(client.logGroups.create({} as never))).toMatch(/name is missing/);
  expect(await wrong(client.logGroups.create({ name: 'a', ttlDays: 366 }))).toMatch(/ttlDays is 366/);
  expect(await wrong(client.logGroups.create({ name: 'a', tags: ['x'] as never }))).toMatch(/no object of texts/);
  expect(await wrong(client.logGroups.create({ name: 'a', alias: 7 as never }))).toMatch(/alias is 7/);
  expect(await wrong(client.logGroups.update({ logGroupId } as never))).toMatch(/ttlDays is missing/);
  expect(await wrong(client.logGroups.list({ name: 7 as never }).all())).toMatch(/name is 7/);
  expect(emulator.lts.stats().calls).toEqual({});
});
