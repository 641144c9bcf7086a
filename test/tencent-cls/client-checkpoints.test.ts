import { expect, it } from 'vitest';
import { callsOf, fill, logsetId, refusal, startClient, topicId } from './client-service.js';

const group = { logsetId, group: 'billing' };

/** Two partitions of three log groups each, ten seconds apart; offsets begin behind what a double holds. */
const BASE = 2n ** 62n;
async function filled() {
  const service = await startClient({ callsPerSecond: 1_000 }, { switches: { offsetBase: BASE } });
  const { client, emulator } = service;
  const startedAtMs = emulator.clock.now();
  for (let i = 0; i < 3; i += 1) {
    fill(service, 1, 'x');
    fill(service, 2, 'y');
    emulator.clock.advance(10_000);
  }
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60, topicIds: [topicId] });
  return { ...service, service, startedAtMs };
}

const at = (partition: number, offset?: bigint, proven = true): object =>
  offset === undefined ? { topicId, partition } : { topicId, partition, offset, proven };

it('stores checkpoints, one or many in one call, and gives them back, of one partition and of all', async () => {
  const { client, service } = await filled();
  expect(await client.checkpoints.list(group)).toEqual({ items: [at(1), at(2)], total: 2 });
  expect(await client.checkpoints.get({ ...group, topicId, partition: 1 })).toBeUndefined();
  await client.checkpoints.set({ ...group, topicId, partition: 1, offset: BASE + 2n });
  expect(await client.checkpoints.get({ ...group, topicId, partition: 1 })).toEqual(at(1, BASE + 2n));
  expect(await client.checkpoints.get({ ...group, topicId, partition: 9 })).toBeUndefined();
  const before = callsOf(service, 'CommitConsumerOffsets');
  const offsets = [
    { topicId, partition: 1, offset: BASE + 1n },
    { topicId, partition: 2, offset: BASE + 3n },
  ];
  await client.checkpoints.commit({ ...group, offsets, member: 'by-hand' });
  expect(callsOf(service, 'CommitConsumerOffsets') - before).toBe(1);
  expect(await client.checkpoints.list(group).all()).toEqual([at(1, BASE + 1n), at(2, BASE + 3n)]);
  expect(service.emulator.cls.consumerGroup(logsetId, 'billing').partitions[0]).toMatchObject({ savedBy: 'by-hand' });
});

it('says of an empty partition that its checkpoint may be none', async () => {
  const { client } = await startClient();
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60, topicIds: [topicId] });
  expect(await client.checkpoints.get({ ...group, topicId, partition: 1 })).toEqual(at(1, 0n, false));
});

it('rejects a commit that names a partition that is not there, beside one that is', async () => {
  const { client } = await filled();
  const offsets = [
    { topicId, partition: 1, offset: BASE },
    { topicId, partition: 9, offset: BASE },
  ];
  expect(await refusal(client.checkpoints.commit({ ...group, offsets }))).toMatchObject({
    code: 'not-found',
    serviceCode: 'ResourceNotFound.PartitionNotExist',
  });
});

it('refuses offsets that are no bigint, so that none is ever rounded, and commits to the groups of its own', async () => {
  const { client, service } = await filled();
  const set = (more: object) => refusal(client.checkpoints.set({ ...group, topicId, partition: 1, ...more } as never));
  expect((await set({ offset: 2 ** 53 })).message).toContain('allowed: a bigint');
  expect((await set({ offset: '1' })).message).toContain('allowed: a bigint');
  expect((await set({ offset: -1n })).message).toContain('from 0 to 2^63 - 1');
  expect((await set({ offset: 2n ** 63n })).message).toContain('from 0 to 2^63 - 1');
  expect((await set({})).message).toContain('offset is missing');
  expect((await set({ offset: 1n, group: 'polylog-places-12345678' })).message).toContain('must not have checkpoints');
  expect((await refusal(client.checkpoints.commit({ ...group, offsets: [] }))).message).toContain('at least one');
  expect(callsOf(service, 'CommitConsumerOffsets')).toBe(0);
});

it('resets all partitions to the beginning, the end, or a time; old and new first, and written only if that is asked for', async () => {
  const { client, startedAtMs, service } = await filled();
  const look = await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: true });
  expect(look).toEqual({
    dryRun: true,
    activity: { kind: 'unknown', savedLately: [] },
    rows: [1, 2].map((partition) => ({ topicId, partition, after: BASE + 3n, move: 'first' })),
  });
  expect(callsOf(service, 'CommitConsumerOffsets')).toBe(0);
  expect(await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: false })).toEqual({ ...look, dryRun: false });
  const to = new Date(startedAtMs + 8_000);
  const partitions = [{ topicId, partition: 2 }];
  const { rows } = await client.checkpoints.resetTo({ ...group, to, partitions, dryRun: false });
  expect(rows).toEqual([{ topicId, partition: 2, before: BASE + 3n, after: BASE + 1n, move: 'back' }]);
  const offsets = async () => (await client.checkpoints.list(group).all()).map(({ offset }) => offset);
  expect(await offsets()).toEqual([BASE + 3n, BASE + 1n]);
  const ahead = await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: false });
  expect(ahead.rows.map(({ move }) => move)).toEqual(['nowhere', 'ahead']);
  await client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false });
  expect(await offsets()).toEqual([BASE, BASE]);
});

it('creates the group in whose name places are asked for in a dry run, too, and needs the right to', async () => {
  const { client, emulator } = await filled();
  const names = async () => (await client.consumerGroups.list({ logsetId }).all()).map(({ name }) => name).sort();
  const look = () => client.checkpoints.resetTo({ ...group, to: 'end', dryRun: true });
  emulator.cls.faults.add({
    match: { call: 'CreateConsumerGroup' },
    action: { kind: 'status', status: 403, code: 'UnauthorizedOperation' },
    times: 1,
  });
  expect(await refusal(look())).toMatchObject({ code: 'permission-denied', message: expect.stringMatching(/places/) });
  expect(await names()).toEqual(['billing']);
  await look();
  expect(await names()).toEqual(['billing', expect.stringMatching(/^polylog-places-/)]);
});

it('resets over all topics of a group in one commit, also to partitions that a split has made read-only', async () => {
  const { client, service, emulator } = await filled();
  const { topicId: second } = await client.topics.create({ logsetId, name: 'second' });
  await client.consumerGroups.update({ ...group, topicIds: [topicId, second] });
  emulator.cls.split(topicId, 1);
  const { rows } = await client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false });
  expect(rows.map((row) => [row.topicId, row.partition])).toEqual([
    ...[1, 2, 3, 4].map((partition) => [topicId, partition]),
    [second, 1],
  ]);
  expect(callsOf(service, 'CommitConsumerOffsets')).toBe(1);
});

it('repeats the write of a reset that fails for the moment, and tells one that fails for good', async () => {
  const { client, emulator, service } = await filled();
  const match = { call: 'CommitConsumerOffsets' };
  emulator.cls.faults.add({ match, action: { kind: 'status', status: 500 }, times: 2 });
  await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: false });
  expect(callsOf(service, 'CommitConsumerOffsets')).toBe(3);
  emulator.cls.faults.add({ match, action: { kind: 'status', status: 403, code: 'UnauthorizedOperation' } });
  const failed = await refusal(client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false }));
  expect(failed).toMatchObject({ code: 'permission-denied', serviceCode: 'UnauthorizedOperation', tries: 1 });
  emulator.cls.faults.clear();
  expect((await client.checkpoints.list(group).all()).map(({ offset }) => offset)).toEqual([BASE + 3n, BASE + 3n]);
});

it.each([
  { offsetType: 'ignored' },
  { offsetType: 'refused' },
  { withoutTopic: 'refused' },
  { withoutPartition: 'refused' },
  { withoutPartition: 'committed' },
  { caughtUp: 'minus-one', minusOneCommit: 'stored' },
  { commits: 'last-writer-wins', unknownGroupCode: 'FailedOperation.NoGroup' },
] as const)('tells and moves checkpoints whatever the service turns out to be: %o', async (switches) => {
  const service = await startClient({ callsPerSecond: 1_000 }, { switches });
  const { client } = service;
  fill(service, 1, 'a', 'b');
  fill(service, 2, 'c');
  const { topicId: second } = await client.topics.create({ logsetId, name: 'second' });
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60, topicIds: [topicId, second] });
  const known = async () =>
    (await client.checkpoints.list(group).all()).map(({ offset, proven }) => (proven ? offset : undefined));
  expect(await known()).toEqual([undefined, undefined, undefined]);
  await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: false });
  expect(await known()).toEqual([2n, 1n, undefined]);
  expect(await client.offsets.get({ logsetId, topicId, partition: 1, at: 'begin' })).toBe(0n);
});

it('refuses a reset without dryRun, to nowhere, or of what is missing, and writes nothing', async () => {
  const { client, service } = await filled();
  const wrong = async (change: object) =>
    await refusal(client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false, ...change } as never));
  expect((await wrong({ dryRun: undefined })).message).toContain('dryRun is missing');
  expect((await wrong({ to: 'earliest' })).message).toContain('"begin", "end"');
  expect((await wrong({ partitions: '1' })).message).toContain('partitions is no list');
  expect((await wrong({ partitions: [{ topicId, partition: 7 }] })).code).toBe('not-found');
  expect((await wrong({ group: 'nobody' })).code).toBe('not-found');
  expect((await wrong({ group: 'polylog-places-12345678' })).message).toContain('must not have checkpoints');
  expect(callsOf(service, 'CommitConsumerOffsets')).toBe(0);
});
