import { slsDriver } from '@polylog/alibaba-sls';
import { cursorPlus } from '@polylog/alibaba-sls/wire';
import { expect, it } from 'vitest';
import { callsOf, credentials, ref, refusal, startClient } from './client-service.js';

const group = { ...ref, group: 'billing' };

/** Two shards of three log groups each, ten seconds apart. */
async function filled() {
  const service = await startClient();
  const { client, emulator } = service;
  const startedAtMs = emulator.clock.now();
  for (let i = 0; i < 3; i += 1) {
    for (const shard of [0, 1])
      emulator.sls.put(ref.project, ref.logstore, { logs: [{ timeSeconds: 1_700_000_000, contents: [] }] }, { shard });
    emulator.clock.advance(10_000);
  }
  await client.consumerGroups.create({ ...group, timeoutSeconds: 60 });
  const begins = [
    await client.cursors.get({ ...ref, shard: 0, at: 'begin' }),
    await client.cursors.get({ ...ref, shard: 1, at: 'begin' }),
  ] as const;
  return { ...service, service, begins, startedAtMs };
}

it('stores a checkpoint by force and gives it back, of one shard and of all', async () => {
  const { client, begins } = await filled();
  expect(await client.checkpoints.list(group)).toEqual({ items: [{ shard: 0 }, { shard: 1 }], total: 2 });
  expect(await client.checkpoints.get({ ...group, shard: 0 })).toBeUndefined();
  const cursor = cursorPlus(begins[0], 2n) ?? '';
  await client.checkpoints.set({ ...group, shard: 0, cursor });
  const saved = { shard: 0, cursor, savedAtMs: expect.any(Number) };
  expect(await client.checkpoints.get({ ...group, shard: 0 })).toEqual(saved);
  expect(await client.checkpoints.list(group).all()).toEqual([saved, { shard: 1 }]);
  expect(await client.checkpoints.get({ ...group, shard: 9 })).toBeUndefined();
});

it('stores one for a member only if that holds the shard', async () => {
  const { client, emulator, begins } = await filled();
  const save = { ...group, shard: 0, cursor: begins[0], member: 'worker-7' };
  const stranger = await refusal(client.checkpoints.set(save));
  expect(stranger).toMatchObject({ code: 'lease-lost', serviceCode: 'ConsumerNotExist', status: 404 });
  const driver = slsDriver({ endpoint: emulator.sls.endpoint, ...ref, credentials });
  const signal = AbortSignal.timeout(10_000);
  const spec = {
    group: 'billing',
    member: 'worker-7',
    sessionTimeoutMs: 60_000,
    create: 'never',
    update: 'never',
  } as const;
  const membership = await driver.join(spec, { signal });
  await membership.heartbeat([], { signal });
  await client.checkpoints.set(save);
  expect(await client.checkpoints.get({ ...group, shard: 0 })).toMatchObject({ savedBy: 'worker-7' });
  expect((await client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: true })).activity).toEqual({
    kind: 'unknown',
    savedLately: ['worker-7'],
  });
  await driver.close?.();
});

it('tells, where it is asked to, up to which time of receipt a group has come', async () => {
  const { client, begins, startedAtMs } = await filled();
  await client.checkpoints.set({ ...group, shard: 1, cursor: cursorPlus(begins[1], 2n) ?? '' });
  const [none, some] = await client.checkpoints.list({ ...group, withTimes: true }).all();
  expect(none).toEqual({ shard: 0 });
  const secondAt = (startedAtMs + 10_000) / 1000;
  expect(Math.abs((some?.doneUpTo?.getTime() ?? 0) / 1000 - secondAt)).toBeLessThan(5);
});

it('resets all shards to the beginning, the end, or a time; old and new first, and written only if that is asked for', async () => {
  const { client, begins, startedAtMs, service } = await filled();
  const ends = begins.map((cursor) => cursorPlus(cursor, 3n) ?? '');
  const seconds = begins.map((cursor) => cursorPlus(cursor, 1n) ?? '');
  const look = await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: true });
  expect(look).toEqual({
    dryRun: true,
    activity: { kind: 'unknown', savedLately: [] },
    rows: [
      { shard: 0, after: ends[0], move: 'first' },
      { shard: 1, after: ends[1], move: 'first' },
    ],
  });
  expect(callsOf(service, 'UpdateCheckPoint')).toBe(0);
  expect(await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: false })).toEqual({ ...look, dryRun: false });
  const at = new Date(startedAtMs + 8_000);
  const { rows } = await client.checkpoints.resetTo({ ...group, to: at, shards: [1], dryRun: false });
  expect(rows).toEqual([{ shard: 1, before: ends[1], after: seconds[1], move: 'back' }]);
  const cursors = async () => (await client.checkpoints.list(group).all()).map(({ cursor }) => cursor);
  expect(await cursors()).toEqual([ends[0], seconds[1]]);
  await client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false });
  expect(await cursors()).toEqual([...begins]);
});

it('repeats a write of a reset that fails for the moment, and says of one that fails for good what was not written', async () => {
  const { client, emulator } = await filled();
  emulator.sls.faults.add({ match: { call: 'UpdateCheckPoint' }, action: { kind: 'status', status: 500 }, times: 2 });
  await client.checkpoints.resetTo({ ...group, to: 'end', dryRun: false });
  const action = { kind: 'status', status: 403, code: 'Unauthorized' } as const;
  emulator.sls.faults.add({ match: { call: 'UpdateCheckPoint', shard: '1' }, action });
  const failed = await refusal(client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false }));
  expect(failed).toMatchObject({ code: 'permission-denied', serviceCode: 'Unauthorized', status: 403 });
  expect(failed.message).toContain('written 0; not written 1');
});

it('refuses a reset without dryRun, to nowhere, or of what is missing, and writes nothing', async () => {
  const { client, service } = await filled();
  const wrong = async (change: object) =>
    await refusal(client.checkpoints.resetTo({ ...group, to: 'begin', dryRun: false, ...change } as never));
  expect((await wrong({ dryRun: undefined })).message).toContain('dryRun is missing');
  expect((await wrong({ to: 'earliest' })).message).toContain('"begin", "end"');
  expect((await wrong({ shards: '1' })).message).toContain('shards is no list');
  expect((await wrong({ shards: [7] })).code).toBe('not-found');
  expect((await wrong({ group: 'nobody' })).serviceCode).toBe('ConsumerGroupNotExist');
  expect(callsOf(service, 'UpdateCheckPoint')).toBe(0);
});
