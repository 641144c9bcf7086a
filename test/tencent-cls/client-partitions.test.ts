import { expect, it } from 'vitest';
import { refusal, startClient, topicId } from './client-service.js';

const zeros = '0'.repeat(31);

it('lists partitions with their keys, and splits them at a key, in halves, and in parts', async () => {
  const { client } = await startClient();
  const createTime = expect.any(String);
  const list = await client.partitions.list({ topicId });
  expect(list).toEqual({
    items: [
      { id: 1, readOnly: false, beginKey: `0${zeros}`, endKey: `8${zeros}`, createTime },
      { id: 2, readOnly: false, beginKey: `8${zeros}`, endKey: 'f'.repeat(32), createTime },
    ],
    total: 2,
  });
  const told = (ranges: readonly { id: number; readOnly: boolean; beginKey: string }[]) =>
    ranges.map(({ id, readOnly, beginKey }) => [id, readOnly, beginKey.slice(0, 1)]);
  expect(told(await client.partitions.split({ topicId, partition: 1, key: `4${zeros}` }))).toEqual([
    [1, true, '0'],
    [3, false, '0'],
    [4, false, '4'],
  ]);
  expect(told(await client.partitions.split({ topicId, partition: 4 }))).toHaveLength(3);
  expect(told(await client.partitions.split({ topicId, partition: 2, parts: 3 }))).toHaveLength(4);
  expect(await client.partitions.list({ topicId }).all()).toHaveLength(9);
});

it('merges a partition with the one to its right', async () => {
  const { client } = await startClient();
  const merged = await client.partitions.merge({ topicId, partition: 1 });
  expect(merged.map(({ id, readOnly }) => [id, readOnly]).sort()).toEqual([
    [1, true],
    [2, true],
    [3, false],
  ]);
  expect(await refusal(client.partitions.merge({ topicId, partition: 3 }))).toMatchObject({
    code: 'invalid-argument',
    serviceCode: 'InvalidParameter',
  });
});

it('refuses a split that is none', async () => {
  const { client } = await startClient();
  const split = (more: object) => refusal(client.partitions.split({ topicId, partition: 1, ...more }));
  expect((await split({ key: 'xyz' })).message).toContain('32 hexadecimal digits');
  expect((await split({ key: `4${zeros}`, parts: 2 })).message).toContain('exclude each other');
  expect((await split({ parts: 51 })).message).toContain('parts is 51');
  expect((await split({ key: `f${zeros}` })).serviceCode).toBe('InvalidParameter');
  expect(await split({ partition: 9 })).toMatchObject({
    code: 'not-found',
    serviceCode: 'ResourceNotFound.PartitionNotExist',
  });
});
