import { ltsDriver } from '@polylog/huawei-lts';
import { consumerNameOf } from '@polylog/huawei-lts/wire';
import { expect, it } from 'vitest';
import { callsOf, credentials, projectId, ref, refusal, region, startClient } from './client-service.js';

const group = { ...ref, group: 'billing' };

/** Two shards of three logs each, ten seconds apart. */
async function filled(switches: NonNullable<Parameters<typeof startClient>[1]>['switches'] = {}) {
  const service = await startClient({}, { switches });
  const { client, emulator } = service;
  const startedAtMs = emulator.clock.now();
  const cursors: [string[], string[]] = [[], []];
  for (let i = 0; i < 3; i += 1) {
    for (const shard of [0, 1] as const)
      cursors[shard].push(
        String(emulator.lts.put(ref.logGroupId, ref.logStreamId, { content: `${i}` }, { shard }).cursor),
      );
    emulator.clock.advance(10_000);
  }
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60 });
  return { ...service, service, cursors, startedAtMs };
}
const behind = (cursor: string | undefined): string => String(BigInt(cursor ?? '') + 1n);

it('stores a checkpoint by force and gives it back, of one shard and of all', async () => {
  const { client, cursors } = await filled();
  expect(await client.checkpoints.list(group)).toEqual({ items: [{ shard: '0' }, { shard: '1' }], total: 2 });
  expect(await client.checkpoints.get({ ...group, shard: '0' })).toBeUndefined();
  const cursor = cursors[0][2] ?? '';
  await client.checkpoints.set({ ...group, shard: '0', cursor });
  const saved = { shard: '0', cursor, savedAtMs: expect.any(Number) };
  expect(await client.checkpoints.get({ ...group, shard: '0' })).toEqual(saved);
  expect(await client.checkpoints.list(group).all()).toEqual([saved, { shard: '1' }]);
  expect(await client.checkpoints.get({ ...group, shard: '9' })).toBeUndefined();
  // What no double holds.
  await client.checkpoints.set({ ...group, shard: '1', cursor: '9007199254740993' });
  expect(await client.checkpoints.get({ ...group, shard: '1' })).toMatchObject({ cursor: '9007199254740993' });
});

it('stores one in the name of a member, who is named as alive by what it saves', async () => {
  const { client, emulator, cursors } = await filled();
  await client.checkpoints.set({ ...group, shard: '0', cursor: cursors[0][0] ?? '', member: 'worker-7' });
  expect(await client.checkpoints.get({ ...group, shard: '0' })).toMatchObject({ savedBy: 'worker-7' });
  const { endpoint } = emulator.lts;
  const driver = ltsDriver({ region, projectId, endpoint, ...ref, credentials });
  const signal = AbortSignal.timeout(10_000);
  const spec = {
    group: 'billing',
    member: 'ours',
    sessionTimeoutMs: 60_000,
    create: 'never',
    update: 'never',
  } as const;
  const membership = await driver.join(spec, { signal });
  const { partitions } = await membership.heartbeat([], { signal });
  const [partition = ''] = partitions;
  const places = await driver.locate(
    [{ id: partition, stream: ref.logStreamId, readOnly: false, parents: [] }],
    'earliest',
    { signal },
  );
  await membership.save([{ partition, position: places.get(partition)! }], { signal });
  const ours = consumerNameOf('ours');
  expect(await client.checkpoints.get({ ...group, shard: partition })).toMatchObject({ savedBy: ours });
  expect((await client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: true })).activity).toEqual({
    kind: 'unknown',
    savedLately: [ours],
  });
  await driver.close?.();
});

it('hands on what a service refuses that fences commits', async () => {
  const { client, cursors } = await filled({ commits: 'fenced', commitRefusedCode: 'LTS.EMULATOR.NotTheOwner' });
  const set = client.checkpoints.set({ ...group, shard: '0', cursor: cursors[0][0] ?? '', member: 'stranger' });
  expect(await refusal(set)).toMatchObject({ serviceCode: 'LTS.EMULATOR.NotTheOwner', status: 400 });
});

it('tells, where it is asked to, up to which time of receipt a group has come', async () => {
  const { client, cursors, startedAtMs } = await filled();
  await client.checkpoints.set({ ...group, shard: '1', cursor: behind(cursors[1][1]) });
  const [none, some] = await client.checkpoints.list({ ...group, withTimes: true }).all();
  expect(none).toEqual({ shard: '0' });
  expect(Math.abs((some?.doneUpTo?.getTime() ?? 0) - (startedAtMs + 10_000))).toBeLessThan(5_000);
});

it('resets all shards to the beginning, the end, or a time; old and new first, and written only if that is asked for', async () => {
  const { client, cursors, startedAtMs, service } = await filled();
  const ends = cursors.map((of) => behind(of[2]));
  const look = await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: true });
  expect(look).toEqual({
    dryRun: true,
    activity: { kind: 'unknown', savedLately: [] },
    rows: [
      { shard: '0', after: ends[0], move: 'first' },
      { shard: '1', after: ends[1], move: 'first' },
    ],
  });
  expect(callsOf(service, 'UpdateCheckPoint')).toBe(0);
  expect(await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: false })).toEqual({ ...look, dryRun: false });
  expect(callsOf(service, 'UpdateCheckPoint')).toBe(1);
  for (const to of [new Date(startedAtMs + 8_000), { timeNs: BigInt(startedAtMs + 8_000) * 1_000_000n + 1n }]) {
    const { rows } = await client.checkpoints.resetTo({ ...group, to, shards: ['1'], dryRun: true });
    expect(rows).toEqual([{ shard: '1', before: ends[1], after: cursors[1][1], move: 'back' }]);
  }
  const at = { epochMs: startedAtMs + 8_000 };
  await client.checkpoints.resetTo({ ...group, to: at, shards: ['1'], dryRun: false });
  const found = async () => (await client.checkpoints.list(group).all()).map(({ cursor }) => cursor);
  expect(await found()).toEqual([ends[0], cursors[1][1]]);
  await client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false });
  expect(await found()).toEqual([cursors[0][0], cursors[1][0]]);
});

it('repeats a write of a reset that fails for the moment, and writes nothing of one that fails for good', async () => {
  const { client, emulator } = await filled();
  const match = { call: 'UpdateCheckPoint' };
  emulator.lts.faults.add({ match, action: { kind: 'status', status: 500 }, times: 2 });
  await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: false });
  const before = await client.checkpoints.list(group).all();
  emulator.lts.faults.add({ match, action: { kind: 'status', status: 403, code: 'APIGW.0302' } });
  const failed = await refusal(client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false }));
  expect(failed).toMatchObject({ code: 'permission-denied', serviceCode: 'APIGW.0302', status: 403, tries: 1 });
  expect(await client.checkpoints.list(group).all()).toEqual(before);
});

it('refuses a reset without dryRun, to nowhere, or of what is missing, and writes nothing', async () => {
  const { client, service } = await filled();
  const wrong = async (change: object) =>
    await refusal(client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false, ...change } as never));
  expect((await wrong({ dryRun: undefined })).message).toContain('dryRun is missing');
  expect((await wrong({ to: 'earliest' })).message).toContain('"begin", "end"');
  expect((await wrong({ shards: '1' })).message).toContain('shards is no list');
  expect((await wrong({ shards: [1] })).message).toContain('shards is a number');
  expect((await wrong({ shards: ['7'] })).code).toBe('not-found');
  expect((await wrong({ group: 'nobody' })).code).toBe('not-found');
  expect(callsOf(service, 'UpdateCheckPoint')).toBe(0);
});
