import { expect, it } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

it.each(['texts', 'numbers', 'objects'] as const)(
  'lists all shards, whose ids are texts, from a list of %s',
  async (shardList) => {
    const { client, emulator } = await startClient({}, { switches: { shardList } });
    emulator.lts.addShards(ref.logGroupId, ref.logStreamId);
    expect(await client.shards.list(ref)).toEqual({ items: [{ id: '0' }, { id: '1' }, { id: '2' }], total: 3 });
  },
);

it('refuses a shard that is no id, or is not there', async () => {
  const { client } = await startClient();
  const get = (shard: unknown) => refusal(client.cursors.get({ ...ref, shard: shard as string, at: 'begin' }));
  expect((await get(0)).message).toContain('shard is a number; allowed: the id of a shard, a text');
  expect((await get('../0')).code).toBe('invalid-argument');
  expect(await get('9')).toMatchObject({ code: 'not-found', serviceCode: 'LTS.EMULATOR.ShardNotFound', status: 404 });
});
