import { expect, it } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

it('lists all shards with their ranges', async () => {
  const { client } = await startClient();
  const { items, total } = await client.shards.list(ref);
  expect(total).toBe(2);
  expect(items[0]).toEqual({
    id: 0,
    readOnly: false,
    beginKey: '0'.repeat(32),
    endKey: `8${'0'.repeat(31)}`,
    createdAtSeconds: expect.any(Number),
  });
});

it('splits at a key, evenly, or in the middle, and answers the old shard before the new ones', async () => {
  const { client } = await startClient();
  const key = `2${'0'.repeat(31)}`;
  const [old, left, right] = await client.shards.split({ ...ref, shard: 0, key });
  expect([old?.id, old?.readOnly, left?.endKey, right?.beginKey]).toEqual([0, true, key, key]);
  expect(await client.shards.split({ ...ref, shard: 1, parts: 4 })).toHaveLength(5);
  const [, half] = await client.shards.split({ ...ref, shard: right?.id ?? -1 });
  expect(half?.endKey).toBe(`5${'0'.repeat(31)}`);
});

it('merges with the neighbour to the right, and deletes what is read-only', async () => {
  const { client } = await startClient();
  const [merged, ...old] = await client.shards.merge({ ...ref, shard: 0 });
  expect([merged?.id, old.map(({ id, readOnly }) => [id, readOnly])]).toEqual([
    2,
    [
      [0, true],
      [1, true],
    ],
  ]);
  expect((await refusal(client.shards.delete({ ...ref, shard: 2 }))).serviceCode).toBe('ParameterInvalid');
  await client.shards.delete({ ...ref, shard: 0 });
  expect((await client.shards.list(ref).all()).map(({ id }) => id)).toEqual([1, 2]);
});

it('refuses a key that is none, two ways at once, and a shard that is no id', async () => {
  const { client } = await startClient();
  expect((await refusal(client.shards.split({ ...ref, shard: 0, key: 'zz' }))).message).toContain('32 hexadecimal');
  const both = { ...ref, shard: 0, key: 'a'.repeat(32), parts: 2 };
  expect((await refusal(client.shards.split(both))).message).toContain('exclude each other');
  expect((await refusal(client.shards.split({ ...ref, shard: '0' as never }))).message).toContain('shard is "0"');
  expect((await refusal(client.shards.merge({ ...ref, shard: 1 }))).message).toContain('can not merge the last shard');
});
