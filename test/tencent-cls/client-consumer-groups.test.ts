import { clsDriver } from '@polylog/tencent-cls';
import { expect, it } from 'vitest';
import { credentials, logsetId, ref, refusal, region, startClient, topicId } from './client-service.js';
import { options, spec } from './cls-service.js';

const group = { logsetId, group: 'billing' };

it('makes, lists, changes and deletes a group', async () => {
  const { client } = await startClient();
  await client.consumerGroups.create({ ...group, timeoutSeconds: 30, topicIds: [topicId] });
  const made = { name: 'billing', timeoutSeconds: 30, topicIds: [topicId] };
  expect(await client.consumerGroups.list({ logsetId })).toEqual({ items: [made], total: 1 });
  expect(await client.consumerGroups.list({ logsetId, topicIds: ['other'] }).all()).toEqual([]);
  expect(await client.consumerGroups.get(group)).toEqual(made);
  await client.consumerGroups.update({ ...group, timeoutSeconds: 45 });
  const { topicId: second } = await client.topics.create({ logsetId, name: 'second' });
  await client.consumerGroups.update({ ...group, topicIds: [topicId, second] });
  expect(await client.consumerGroups.get(group)).toEqual({
    name: 'billing',
    timeoutSeconds: 45,
    topicIds: [topicId, second],
  });
  await client.consumerGroups.delete(group);
  expect((await refusal(client.consumerGroups.get(group))).code).toBe('not-found');
});

it('tells why a group cannot be made or changed', async () => {
  const { client } = await startClient();
  const settings = { ...group, timeoutSeconds: 30, topicIds: [topicId] };
  await client.consumerGroups.create(settings);
  const again = await refusal(client.consumerGroups.create(settings));
  expect(again).toMatchObject({ code: 'invalid-argument', serviceCode: 'InvalidParameter' });
  expect(again.message).toContain('consumer group already exists');
  const wrong = async (more: object) => (await refusal(client.consumerGroups.create({ ...settings, ...more }))).message;
  expect(await wrong({ timeoutSeconds: 3_601 })).toContain('timeoutSeconds is 3601');
  expect(await wrong({ timeoutSeconds: undefined })).toContain('timeoutSeconds is missing');
  expect(await wrong({ topicIds: [] })).toContain('topicIds');
  expect(await wrong({ group: 'a b' })).toContain('group is "a b"');
  const nobody = { ...group, group: 'nobody' };
  expect((await refusal(client.consumerGroups.update(group))).message).toContain('nothing to change');
  for (const call of [
    () => client.consumerGroups.update({ ...nobody, timeoutSeconds: 5 }),
    () => client.consumerGroups.delete(nobody),
    () => client.consumerGroups.heartbeat({ ...nobody, member: 'm', holding: [] }),
  ]) {
    expect((await refusal(call())).code).toBe('not-found');
  }
});

it('beats for a member that shares the partitions with members of a driver', async () => {
  const { client, emulator } = await startClient();
  await client.consumerGroups.create({ ...group, timeoutSeconds: 30, topicIds: [topicId] });
  const both = [
    { topicId, partition: 1 },
    { topicId, partition: 2 },
  ];
  const beat = (holding: typeof both) =>
    client.consumerGroups.heartbeat({ ...group, member: 'ours', holding, topicIds: [topicId] });
  expect(await beat([])).toEqual(both);
  const driver = clsDriver({ region, endpoint: emulator.cls.endpoint, logsetId, topicIds: [topicId], credentials });
  const membership = await driver.join(spec({ group: 'billing' }), options());
  await membership.heartbeat([], options());
  expect(await beat(both)).toEqual([both[0]]);
  expect(await beat([both[0]!])).toEqual([both[0]]);
  expect([...emulator.cls.consumerGroup(logsetId, 'billing').consumers].sort()).toEqual(['a', 'ours']);
  await driver.close?.();
  const wrong = client.consumerGroups.heartbeat({ ...group, member: 'a b', holding: [ref as never] });
  expect((await refusal(wrong)).message).toContain('member is "a b"');
});
