import { expect, it } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

const group = { ...ref, group: 'billing' };

it('creates, lists and deletes a consumer group', async () => {
  const { client } = await startClient();
  await client.consumerGroups.create({ ...group, timeoutSeconds: 300 });
  await client.consumerGroups.create({ ...ref, group: 'Buchhaltung ü+%', timeoutSeconds: 60 });
  expect(await client.consumerGroups.list(ref)).toEqual({
    items: [
      { name: 'billing', timeoutSeconds: 300 },
      { name: 'Buchhaltung ü+%', timeoutSeconds: 60 },
    ],
    total: 2,
  });
  expect(await client.consumerGroups.get(group)).toEqual({ name: 'billing', timeoutSeconds: 300 });
  await client.consumerGroups.delete({ ...ref, group: 'Buchhaltung ü+%' });
  expect((await client.consumerGroups.list(ref).all()).map(({ name }) => name)).toEqual(['billing']);
});

it('says what is wrong: a group that exists, or does not, and settings that no group has', async () => {
  const { client } = await startClient();
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60 });
  const twice = await refusal(client.consumerGroups.create({ ...group, timeoutSeconds: 60 }));
  expect(twice).toMatchObject({ code: 'invalid-argument', serviceCode: 'LTS.EMULATOR.GroupExists', status: 400 });
  const nobody = { ...ref, group: 'nobody' };
  expect((await refusal(client.consumerGroups.get(nobody))).code).toBe('not-found');
  const missing = { code: 'not-found', serviceCode: 'LTS.EMULATOR.GroupNotFound', status: 404 };
  expect(await refusal(client.consumerGroups.delete(nobody))).toMatchObject(missing);
  expect(await refusal(client.consumerGroups.heartbeat({ ...nobody, member: 'a', holding: [] }))).toMatchObject(
    missing,
  );
  expect((await refusal(client.consumerGroups.create(nobody as never))).message).toContain('timeoutSeconds is missing');
  expect((await refusal(client.consumerGroups.create({ ...nobody, timeoutSeconds: 0 }))).message).toContain('from 1');
  const long = await refusal(client.consumerGroups.create({ ...nobody, timeoutSeconds: 3601 }));
  expect(long).toMatchObject({ code: 'invalid-argument', serviceCode: 'LTS.0009' });
  expect((await refusal(client.consumerGroups.get({ ...ref, group: 'a/b' }))).message).toContain('group is "a/b"');
});

it('joins as a member by heartbeats, which share the shards, and tells how they stand', async () => {
  const { client, emulator } = await startClient();
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60 });
  const beat = (member: string, ...holding: readonly string[]) =>
    client.consumerGroups.heartbeat({ ...group, member, holding });
  expect(await beat('a')).toEqual(['0', '1']);
  expect(await beat('b')).toEqual([]);
  const kept = await beat('a', '0', '1');
  expect(kept).toHaveLength(1);
  await beat('a', ...kept);
  expect(await beat('b')).toEqual(['0', '1'].filter((id) => !kept.includes(id)));
  expect(emulator.lts.consumerGroup(ref.logGroupId, ref.logStreamId, 'billing').consumers).toEqual(['a', 'b']);
  expect((await refusal(beat('a b'))).message).toContain('member is "a b"');
  expect((await refusal(beat('a', 'x/y'))).message).toContain('holding is "x/y"');
  const notAList = client.consumerGroups.heartbeat({ ...group, member: 'a', holding: '0' as never });
  expect((await refusal(notAList)).message).toContain('holding is no list');
});
