import { connect, forceCheckpoint } from '@polylog/alibaba-sls/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { credentials, logstore, project } from '../alibaba-sls/sls-service.js';
import { at, join, o, refusal, type SlsHarness, slsHarness } from './admin-harness.js';
import { describeGroupAdmin } from './group-admin-suite.js';

describeGroupAdmin('SLS', () => slsHarness());
describeGroupAdmin('SLS, signed by version 4, where expired cursors are passed over silently', () =>
  slsHarness({
    sls: { switches: { expiredCursor: 'skip-to-oldest' } },
    options: { signature: 'v4', region: 'cn-test' },
  }),
);

describe('the group admin of SLS', () => {
  let harness: SlsHarness;
  const open = async (more?: Parameters<typeof slsHarness>[0]): Promise<SlsHarness> => {
    harness = await slsHarness(more);
    return harness;
  };
  afterEach(() => harness.stop());
  const billing = { name: 'billing', sessionTimeoutMs: 30_000 };

  it('cannot list members, and says so by provider and operation', async () => {
    const { admin } = await open();
    const failed = await refusal(admin.members('billing', o()));
    expect(failed.code).toBe('unsupported');
    expect(failed.message).toMatch(/alibaba-sls.*members/);
  });

  it('names those who saved within the last session as most likely alive, and proves nothing of the others', async () => {
    const { admin } = await open();
    const membership = await join(harness, 'billing', 'worker-7');
    const describe = async (): Promise<unknown> => (await admin.describeGroup('billing', o())).activity;
    expect(await describe()).toEqual({ kind: 'unknown', savedLately: [] });
    const position = await at(harness, '0', 'latest');
    await membership.save([{ partition: '0', position }], o());
    expect(await describe()).toEqual({ kind: 'unknown', savedLately: ['worker-7'] });
  });

  it('rounds a session up to whole seconds, and refuses more than a day and names that no URL can carry', async () => {
    const { admin } = await open();
    await admin.createGroup({ name: 'g', sessionTimeoutMs: 1_200 }, o());
    expect(await admin.describeGroup('g', o())).toMatchObject({ sessionTimeoutMs: 2_000 });
    expect((await refusal(admin.updateGroup('g', { sessionTimeoutMs: 86_400_001 }, o()))).message).toContain('a day');
    for (const name of ['a/b', '../x', 'ü']) {
      expect((await refusal(admin.createGroup({ ...billing, name }, o()))).code).toBe('invalid-argument');
      expect((await refusal(admin.deleteGroup(name, o()))).code).toBe('invalid-argument');
    }
  });

  it('splits at a key that lies inside the shard, else in the middle, as an even split of the service does', async () => {
    const { admin } = await open();
    const at = 'a0000000000000000000000000000000';
    for (const outside of [at, '0'.repeat(32), `8${'0'.repeat(31)}`])
      expect((await refusal(admin.splitPartition('0', { ...o(), at: outside }))).message).toContain('between');
    expect((await refusal(admin.splitPartition('1', { ...o(), at: 'c' }))).message).toContain('32 hexadecimal digits');
    const [left, right] = await admin.splitPartition('1', { ...o(), at: at.toUpperCase() });
    expect([left?.keys?.to, right?.keys?.from]).toEqual([at, at]);
    const [, half] = await admin.splitPartition('0', o());
    expect(half?.keys).toEqual({ from: `4${'0'.repeat(31)}`, to: `8${'0'.repeat(31)}` });
    const [, last] = await admin.splitPartition(right?.id ?? '', o());
    expect(last?.keys).toEqual({ from: `d${'0'.repeat(31)}`, to: 'f'.repeat(32) });
  });

  it('merges only neighbours, the left one first, whomever the service would have taken', async () => {
    const { admin } = await open({ sls: { projects: { [project]: { [logstore]: { shards: 3 } } } } });
    expect((await refusal(admin.mergePartitions('0', '2', o()))).message).toContain('neighbours');
    expect((await refusal(admin.mergePartitions('1', '0', o()))).code).toBe('invalid-argument');
    expect(await admin.partitions(o())).toHaveLength(3);
    expect(await admin.mergePartitions('1', '2', o())).toMatchObject({ id: '3', parents: ['1', '2'] });
  });

  it('whose reset fails halfway names what was written and what was not; the same call again completes it', async () => {
    const { admin, emulator } = await open();
    await admin.createGroup(billing, o());
    const match = { call: 'UpdateCheckPoint' };
    const action = { kind: 'status', status: 500, code: 'InternalServerError' } as const;
    emulator.sls.faults.add({ match, action, times: 1 });
    const failed = await refusal(admin.reset('billing', { to: 'latest', dryRun: false }, o()));
    expect(failed.code).toBe('unavailable');
    expect(failed.message).toMatch(/written (\d); not written (?!\1)\d/);
    const saved = (): string[] =>
      emulator.sls.consumerGroup(project, logstore, 'billing').shards.map(({ checkpoint }) => checkpoint);
    expect(saved().filter((text) => text !== '')).toHaveLength(1);
    await admin.reset('billing', { to: 'latest', dryRun: false }, o());
    expect(saved().filter((text) => text !== '')).toHaveLength(2);
  });

  it('writes nothing in a dry run: not one request that could', async () => {
    const { admin, emulator } = await open();
    await admin.createGroup(billing, o());
    const action = { kind: 'status', status: 500 } as const;
    emulator.sls.faults.add({ match: { call: ['UpdateCheckPoint', 'HeartBeat', 'UpdateConsumerGroup'] }, action });
    await admin.reset('billing', { to: 'earliest', dryRun: true }, o());
    await expect(admin.reset('billing', { to: 'earliest', dryRun: false }, o())).rejects.toThrow();
  });

  it('brings a shard that was over back to work by a reset', async () => {
    const { admin, emulator } = await open();
    harness.append('0', 2);
    await admin.createGroup(billing, o());
    await admin.splitPartition('0', o());
    const state = (): unknown => emulator.sls.consumerGroup(project, logstore, 'billing').shards[0]?.state.kind;
    await admin.reset('billing', { to: 'latest', partitions: ['0'], dryRun: false }, o());
    expect(state()).toBe('over');
    await admin.reset('billing', { to: 'earliest', partitions: ['0'], dryRun: false }, o());
    expect(state()).toBe('not_alloc');
  });

  it('takes a checkpoint from beyond the end for lost, when it tells the lag', async () => {
    const { admin, emulator } = await open();
    harness.append('0', 2);
    await admin.createGroup(billing, o());
    const connection = connect({ endpoint: emulator.sls.endpoint, credentials });
    const cursor = Buffer.from('9223372036854775807', 'latin1').toString('base64');
    await forceCheckpoint(connection, { project, logstore, group: 'billing', shard: '0', cursor }, o());
    await connection.transport.close();
    const [row] = await admin.lag('billing', o());
    expect(row).toMatchObject({ since: 'lost-checkpoint', measures: [{ basis: 'log-groups', value: 2n }, {}] });
    const { rows } = await admin.reset('billing', { to: 'earliest', dryRun: true }, o());
    expect(rows[0]?.move).toBe('back');
  });

  it('leaves the time out of a lag when the group at the checkpoint expires meanwhile, and still counts', async () => {
    const { admin, emulator } = await open();
    harness.append('0', 2);
    await admin.createGroup(billing, o());
    const action = { kind: 'status', status: 400, code: 'InvalidCursor' } as const;
    emulator.sls.faults.add({ match: { call: 'GetCursorTime' }, action });
    expect((await admin.lag('billing', o()))[0]?.measures).toEqual([{ basis: 'log-groups', value: 2n }]);
  });

  it('fails as the service does, with a code, a request id to ask about, and no key in the text', async () => {
    const { admin } = await open({ options: { credentials: { ...credentials, secretAccessKey: 'wrong-secret' } } });
    const error = await admin.listGroups(o()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unauthenticated', requestId: expect.stringMatching(/^[0-9A-F]{24}$/i) });
    expect(String(error)).not.toContain('wrong-secret');
  });

  it('closes only its own connections: the driver beside it goes on', async () => {
    const { admin, driver } = await open();
    await admin.close();
    // The driver has its own: closing one door does not close the other.
    expect(await driver.partitions(o())).toHaveLength(2);
  });
});
