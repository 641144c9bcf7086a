import { expect, it } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

const group = { ...ref, group: 'billing' };

it('creates, lists, changes and deletes a consumer group', async () => {
  const { client } = await startClient();
  await client.consumerGroups.create({ ...group, timeoutSeconds: 300 });
  await client.consumerGroups.create({ ...ref, group: 'audit', timeoutSeconds: 60, inOrder: true });
  expect(await client.consumerGroups.list(ref)).toEqual({
    items: [
      { name: 'billing', timeoutSeconds: 300, inOrder: false },
      { name: 'audit', timeoutSeconds: 60, inOrder: true },
    ],
    total: 2,
  });
  await client.consumerGroups.update({ ...group, timeoutSeconds: 350 });
  expect(await client.consumerGroups.get(group)).toEqual({ name: 'billing', timeoutSeconds: 350, inOrder: false });
  await client.consumerGroups.update({ ...group, inOrder: true });
  expect(await client.consumerGroups.get(group)).toEqual({ name: 'billing', timeoutSeconds: 350, inOrder: true });
  await client.consumerGroups.delete(group);
  expect((await client.consumerGroups.list(ref).all()).map(({ name }) => name)).toEqual(['audit']);
});

it('says what is wrong: a group that exists, or does not, and settings that no group has', async () => {
  const { client } = await startClient();
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60 });
  const twice = await refusal(client.consumerGroups.create({ ...group, timeoutSeconds: 60 }));
  expect(twice).toMatchObject({ code: 'invalid-argument', serviceCode: 'ConsumerGroupAlreadyExist', status: 400 });
  const nobody = { ...ref, group: 'nobody' };
  expect((await refusal(client.consumerGroups.get(nobody))).code).toBe('not-found');
  expect((await refusal(client.consumerGroups.delete(nobody))).serviceCode).toBe('ConsumerGroupNotExist');
  expect((await refusal(client.consumerGroups.update(group))).message).toContain('nothing to change');
  expect((await refusal(client.consumerGroups.create(nobody as never))).message).toContain('timeoutSeconds is missing');
  expect((await refusal(client.consumerGroups.update({ ...group, timeoutSeconds: 0 }))).message).toContain('from 1');
  expect((await refusal(client.consumerGroups.get({ ...ref, group: 'a/b' }))).message).toContain('group is "a/b"');
});
