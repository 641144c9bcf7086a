import { clsGroupAdmin, createClsClient } from '@polylog/tencent-cls';
import { afterEach, describe, expect, it } from 'vitest';
import { at, type ClsHarness, clsHarness, join, o, refusal } from './admin-harness.js';
import { describeGroupAdmin } from './group-admin-suite.js';

describeGroupAdmin('CLS', () => clsHarness());
describeGroupAdmin('CLS, where each partition has to be asked about by itself', () =>
  clsHarness({ cls: { switches: { withoutTopic: 'refused', withoutPartition: 'refused' } } }),
);
describeGroupAdmin('CLS, with offsets that no double holds, and codes that nobody has seen', () =>
  clsHarness({
    cls: {
      switches: {
        ...{ offsetBase: 2n ** 53n + 1n, offsetType: 'refused' },
        ...{ groupExistsCode: 'ResourceInUse', unknownGroupCode: 'ResourceNotFound.ConsumerGroupNotExist' },
      },
    },
  }),
);

describe('the group admin of CLS', () => {
  let harness: ClsHarness;
  const open = async (more?: Parameters<typeof clsHarness>[0]): Promise<ClsHarness> => {
    harness = await clsHarness(more);
    return harness;
  };
  afterEach(() => harness.stop());
  const billing = { name: 'billing', sessionTimeoutMs: 30_000 };

  it('cannot list members, and says so by provider and operation; of who is at work it knows nothing', async () => {
    const { admin } = await open();
    const failed = await refusal(admin.members('billing', o()));
    expect(failed.code).toBe('unsupported');
    expect(failed.message).toMatch(/tencent-cls.*members/);
    await join(harness, 'billing', 'worker-7');
    expect(await admin.describeGroup('billing', o())).toMatchObject({ activity: { kind: 'unknown', savedLately: [] } });
  });

  it('refuses an order by lineage, which the service does not keep', async () => {
    const { admin } = await open();
    await admin.createGroup(billing, o());
    for (const call of [
      admin.createGroup({ ...billing, name: 'audit', order: 'lineage' }, o()),
      admin.updateGroup('billing', { order: 'lineage' }, o()),
    ]) {
      expect(await refusal(call)).toMatchObject({ code: 'unsupported', message: expect.stringContaining('lineage') });
    }
    expect(await admin.listGroups(o())).toHaveLength(1);
  });

  it('keeps a group to the topics that it was opened for, and changes them alone where only they are named', async () => {
    const logsets = { 'logset-1': { orders: { partitions: 2 }, refunds: { partitions: 1 } } };
    const { options, emulator } = await open({ cls: { logsets } });
    const admin = clsGroupAdmin({ ...options, topicIds: ['orders', 'refunds'] });
    await admin.createGroup({ ...billing, streams: ['refunds'] }, o());
    expect(await admin.checkpoints('billing', o())).toEqual([
      { partition: 'refunds/1', checkpoint: { position: '0', proven: false } },
    ]);
    await admin.updateGroup('billing', { streams: ['orders', 'refunds'] }, o());
    expect(emulator.cls.consumerGroup('logset-1', 'billing')).toMatchObject({
      timeoutSeconds: 30,
      topics: ['orders', 'refunds'],
    });
    expect((await refusal(admin.updateGroup('billing', { streams: ['elsewhere'] }, o()))).code).toBe(
      'invalid-argument',
    );
    expect((await refusal(admin.mergePartitions('orders/1', 'refunds/1', o()))).code).toBe('invalid-argument');
    expect((await refusal(harness.admin.splitPartition('refunds/1', o()))).code).toBe('not-found');
    await admin.close();
  });

  it('rounds a session up to whole seconds, and refuses more than an hour and names that the service does not take', async () => {
    const { admin } = await open();
    await admin.createGroup({ name: 'g', sessionTimeoutMs: 1_200 }, o());
    expect(await admin.describeGroup('g', o())).toMatchObject({ sessionTimeoutMs: 2_000 });
    expect((await refusal(admin.updateGroup('g', { sessionTimeoutMs: 3_600_001 }, o()))).message).toContain('an hour');
    expect((await refusal(admin.createGroup({ ...billing, name: 'a/b' }, o()))).code).toBe('invalid-argument');
  });

  it('hides the group in whose name it asks for places, and never writes a checkpoint into it', async () => {
    const { admin, emulator } = await open({ cls: { switches: { offsetType: 'ignored' } } });
    await admin.createGroup(billing, o());
    await admin.reset('billing', { to: 'latest', dryRun: true }, o());
    expect((await admin.listGroups(o())).map(({ name }) => name)).toEqual(['billing']);
    const all = Object.keys(emulator.cls.stats().calls);
    expect(all).not.toContain('CommitConsumerOffsets');
    const { options } = harness;
    const named = clsGroupAdmin({ ...options, placesGroup: 'my-places' });
    const own = clsGroupAdmin({ ...options, placesGroup: 'billing' });
    expect((await named.listGroups(o())).map(({ name }) => name)).toEqual(['billing']);
    expect(await own.listGroups(o())).toEqual([]);
    expect((await refusal(own.reset('billing', { to: 'latest', dryRun: false }, o()))).code).toBe('invalid-argument');
    await own.close();
    await named.close();
  });

  it('takes the groups in whose name others ask for places, of other topics, for what they are', async () => {
    const logsets = { 'logset-1': { orders: { partitions: 1 }, visits: { partitions: 1 } } };
    const { options, admin: other } = await open({ cls: { logsets, switches: { offsetType: 'ignored' } } });
    await other.createGroup(billing, o());
    await other.reset('billing', { to: 'latest', dryRun: true }, o());
    const { topicIds: _, logsetId, ...service } = options;
    const client = createClsClient(service);
    const groups = await client.consumerGroups.list({ logsetId }).all();
    const [places = ''] = groups.map(({ name }) => name).filter((name) => name.startsWith('polylog-places-'));
    const admin = clsGroupAdmin({ ...options, topicIds: ['orders', 'visits'] });
    expect((await admin.listGroups(o())).map(({ name }) => name)).toEqual(['billing']);
    for (const call of [
      admin.reset(places, { to: 'latest', dryRun: false }, o()),
      admin.updateGroup(places, { sessionTimeoutMs: 30_000 }, o()),
      admin.createGroup({ ...billing, name: 'polylog-places-mine' }, o()),
    ]) {
      const failed = { code: 'invalid-argument', message: expect.stringContaining('polylog-places-') };
      expect(await refusal(call)).toMatchObject(failed);
    }
    expect(await client.consumerGroups.list({ logsetId }).all()).toEqual(groups);
    await admin.close();
    await client.close();
  });

  it('writes all checkpoints of a reset in one call, which a service that fences commits refuses as a whole', async () => {
    const { admin, emulator } = await open({ cls: { switches: { commits: 'fenced' } } });
    await join(harness, 'billing', 'worker-7');
    const failed = await refusal(admin.reset('billing', { to: 'earliest', dryRun: false }, o()));
    expect(failed.message).toContain('CommitConsumerOffsets');
    expect(emulator.cls.stats().calls.CommitConsumerOffsets).toBe(1);
    const saved = emulator.cls.consumerGroup('logset-1', 'billing').partitions.map(({ offset }) => offset);
    expect(saved).toEqual([undefined, undefined]);
  });

  it('splits at a key that lies inside the partition, else in the middle', async () => {
    const { admin } = await open();
    const key = 'a0000000000000000000000000000000';
    expect((await refusal(admin.splitPartition('orders/1', { ...o(), at: key }))).message).toContain('between');
    const [left, right] = await admin.splitPartition('orders/2', { ...o(), at: key.toUpperCase() });
    expect([left?.keys?.to, right?.keys?.from]).toEqual([key, key]);
    const [, half] = await admin.splitPartition('orders/1', o());
    expect(half?.keys?.from).toBe(`4${'0'.repeat(31)}`);
  });

  it('takes a checkpoint from beyond the end for lost, when it tells the lag', async () => {
    const { admin, emulator } = await open();
    harness.append('orders/1', 2);
    await admin.createGroup(billing, o());
    emulator.cls.moveOffset('logset-1', 'billing', { topic: 'orders', partition: 1, offset: 99n });
    const [row] = await admin.lag('billing', o());
    expect(row).toMatchObject({ since: 'lost-checkpoint', measures: [{ basis: 'offsets', value: 2n }] });
  });

  it('fails as the service does, with a code, a request id to ask about, and no key in the text', async () => {
    const { options } = await open();
    const admin = clsGroupAdmin({
      ...options,
      credentials: { accessKeyId: 'polylog', secretAccessKey: 'wrong-secret' },
    });
    const error = await admin.listGroups(o()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unauthenticated', requestId: expect.stringMatching(/./) });
    expect(String(error)).not.toContain('wrong-secret');
    await admin.close();
  });

  it('closes only its own connections: the driver beside it goes on', async () => {
    const { admin, driver } = await open();
    await admin.close();
    expect(await driver.partitions(o())).toHaveLength(2);
    expect(await at(harness, 'orders/1', 'earliest')).toBe('0');
  });
});
