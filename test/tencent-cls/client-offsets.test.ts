import { expect, it } from 'vitest';
import { callsOf, fill, logsetId, ref, refusal, startClient, topicId } from './client-service.js';

const LARGE = 2n ** 53n + 1n;

it('tells begin, end and the place of a time, of one partition and of all, exact beyond 2^53', async () => {
  const service = await startClient({}, { switches: { offsetBase: LARGE } });
  const { client, emulator } = service;
  fill(service, 1, 'a', 'b');
  emulator.clock.advance(10_000);
  const between = new Date(emulator.clock.now() - 3_000);
  fill(service, 1, 'c');
  const list = async (at: 'begin' | 'end' | Date) =>
    (await client.offsets.list({ ...ref, at }).all()).map(({ partition, offset }) => [partition, offset]);
  expect(await list('begin')).toEqual([
    [1, LARGE],
    [2, LARGE],
  ]);
  expect(await list('end')).toEqual([
    [1, LARGE + 3n],
    [2, LARGE],
  ]);
  expect(await list(between)).toEqual([
    [1, LARGE + 2n],
    [2, LARGE],
  ]);
  expect(await client.offsets.get({ ...ref, partition: 1, at: { epochMs: between.getTime() } })).toBe(LARGE + 2n);
});

it('asks in the name of a group that is named, whatever that has committed, or for what it has committed first', async () => {
  const service = await startClient();
  const { client } = service;
  fill(service, 1, 'a', 'b');
  const group = { logsetId, group: 'billing' };
  await client.consumerGroups.create({ ...group, timeoutSeconds: 30, topicIds: [topicId] });
  await client.checkpoints.set({ ...group, topicId, partition: 1, offset: 1n });
  const told = async (more: object) =>
    (await client.offsets.list({ ...group, at: 'end', ...more }).all()).map(({ offset }) => offset);
  expect(await told({})).toEqual([2n, 0n]);
  expect(await told({ committedFirst: true })).toEqual([1n, 0n]);
  expect(await told({ topicId, committedFirst: true })).toEqual([1n, 0n]);
  expect(await client.offsets.get({ ...group, topicId, partition: 1, at: 'end' })).toBe(2n);
  expect((await client.consumerGroups.list({ logsetId }).all()).map(({ name }) => name)).toEqual(['billing']);
});

it('makes its own group once, over the topic alone', async () => {
  const service = await startClient();
  const { client } = service;
  await client.offsets.get({ ...ref, partition: 1, at: 'end' });
  await client.offsets.get({ ...ref, partition: 2, at: 'begin' });
  expect(callsOf(service, 'CreateConsumerGroup')).toBe(1);
  const [made] = await client.consumerGroups.list({ logsetId }).all();
  expect(made).toMatchObject({ name: expect.stringMatching(/^polylog-places-[0-9a-f]{8}$/), topicIds: [topicId] });
});

it('refuses what is no place, and tells what is missing', async () => {
  const { client } = await startClient();
  const get = (more: object) => refusal(client.offsets.get({ ...ref, partition: 1, at: 'begin', ...more } as never));
  expect((await get({ at: 'start' })).message).toContain('"begin", "end"');
  expect((await get({ at: new Date(Number.NaN) })).code).toBe('invalid-argument');
  expect((await get({ logsetId: undefined })).message).toContain('logsetId is missing');
  expect((await get({ group: 'nobody' })).code).toBe('not-found');
  expect((await get({ topicId: 'nobody' })).code).toBe('not-found');
  const all = { logsetId, at: 'begin' } as const;
  expect((await refusal(client.offsets.list(all))).message).toContain('topicId is missing');
  expect((await refusal(client.offsets.list({ ...all, topicId, committedFirst: true }))).message).toContain(
    'needs a group',
  );
});
