import { toPosition } from '@polylog/core/driver';
import { ltsGroupAdmin } from '@polylog/huawei-lts';
import { consumerNameOf } from '@polylog/huawei-lts/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { stream } from '../huawei-lts/lts-service.js';
import { at, join, type LtsHarness, ltsHarness, o, refusal } from './admin-harness.js';
import { describeGroupAdmin } from './group-admin-suite.js';

const traits = { changesGroups: false, changesPartitions: false };

describeGroupAdmin('LTS', () => ltsHarness(), traits);
describeGroupAdmin(
  'LTS, with cursors that no double holds, a list of shards as objects, and codes that nobody has seen',
  () =>
    ltsHarness({
      lts: {
        switches: {
          ...{ cursors: 'dense', firstCursor: 2n ** 53n + 1n, shardList: 'objects', signatures: 'own' },
          ...{ unknownGroupCode: 'LTS.0999', groupExistsCode: 'LTS.0009' },
          ...{ updateTimeUnit: 'nanoseconds', cursorTimeUnit: 'milliseconds', cursorNames: 'refused' },
        },
      },
    }),
  traits,
);

const { logGroupId, logStreamId } = stream;

describe('the group admin of LTS', () => {
  let harness: LtsHarness;
  const open = async (more?: Parameters<typeof ltsHarness>[0]): Promise<LtsHarness> => {
    harness = await ltsHarness(more);
    return harness;
  };
  afterEach(() => harness.stop());
  const billing = { name: 'billing', sessionTimeoutMs: 30_000 };

  it('cannot list members, and says so by provider and operation', async () => {
    const { admin } = await open();
    const failed = await refusal(admin.members('billing', o()));
    expect(failed.code).toBe('unsupported');
    expect(failed.message).toMatch(/huawei-lts.*members/);
  });

  it('names those who saved within the last session as most likely alive, and proves nothing of the others', async () => {
    const { admin } = await open();
    const membership = await join(harness, 'billing', 'worker-7');
    const describe = async (): Promise<unknown> => (await admin.describeGroup('billing', o())).activity;
    expect(await describe()).toEqual({ kind: 'unknown', savedLately: [] });
    const position = await at(harness, '0', 'latest');
    await membership.save([{ partition: '0', position }], o());
    expect(await describe()).toEqual({ kind: 'unknown', savedLately: [consumerNameOf('worker-7')] });
    await harness.advance(31_000);
    expect(await describe()).toEqual({ kind: 'unknown', savedLately: [] });
  });

  it('refuses an order by lineage, which the service does not keep', async () => {
    const { admin } = await open();
    const call = admin.createGroup({ ...billing, order: 'lineage' }, o());
    expect(await refusal(call)).toMatchObject({ code: 'unsupported', message: expect.stringContaining('lineage') });
    expect(await admin.listGroups(o())).toEqual([]);
  });

  it('rounds a session up to whole seconds, and refuses more than an hour and names that no path can carry', async () => {
    const { admin } = await open();
    await admin.createGroup({ name: 'g', sessionTimeoutMs: 1_200 }, o());
    expect(await admin.describeGroup('g', o())).toMatchObject({ sessionTimeoutMs: 2_000 });
    const long = refusal(admin.createGroup({ ...billing, sessionTimeoutMs: 3_600_001 }, o()));
    expect((await long).message).toContain('an hour');
    for (const name of ['a/b', '..', 'x'.repeat(65)]) {
      expect((await refusal(admin.createGroup({ ...billing, name }, o()))).code).toBe('invalid-argument');
      expect((await refusal(admin.deleteGroup(name, o()))).code).toBe('invalid-argument');
    }
  });

  it('writes all checkpoints of a reset in one call, which a service that fences commits refuses as a whole', async () => {
    const { admin, emulator } = await open({ lts: { ...oneStream(2), switches: { commits: 'fenced' } } });
    await join(harness, 'billing', 'worker-7');
    const failed = await refusal(admin.reset('billing', { to: 'earliest', dryRun: false }, o()));
    expect(failed.message).toContain('UpdateCheckPoint');
    expect(emulator.lts.stats().calls.UpdateCheckPoint).toBe(1);
    const { shards } = emulator.lts.consumerGroup(logGroupId, logStreamId, 'billing');
    expect(shards.map(({ checkpoint }) => checkpoint)).toEqual([undefined, undefined]);
  });

  it('has a row for a shard that came after the reset of a group, without a checkpoint', async () => {
    const { admin, emulator } = await open();
    await admin.createGroup(billing, o());
    await admin.reset('billing', { to: 'latest', dryRun: false }, o());
    emulator.lts.addShards(logGroupId, logStreamId);
    const rows = await admin.checkpoints('billing', o());
    expect(rows.map(({ partition, checkpoint }) => [partition, checkpoint !== undefined])).toEqual([
      ['0', true],
      ['1', true],
      ['2', false],
    ]);
  });

  it('takes a checkpoint from beyond the end for lost, when it tells the lag', async () => {
    const { admin, driver } = await open();
    harness.append('0', 2);
    const membership = await join(harness, 'billing');
    const end = BigInt(await at(harness, '0', 'latest'));
    await membership.save([{ partition: '0', position: toPosition(String(end + 99n)) }], o());
    await harness.advance(5_000);
    const [row] = await admin.lag('billing', o());
    expect(row).toMatchObject({ since: 'lost-checkpoint', measures: [{ basis: 'time-ms', value: 5_000 }] });
    expect(driver.guarantees?.lag).toBe('time');
  });

  it('counts a lag in time of receipt only, from what the service tells of the log before the checkpoint', async () => {
    const { admin } = await open();
    await admin.createGroup(billing, o());
    harness.append('0', 1);
    await harness.advance(4_000);
    harness.append('0', 2);
    await harness.advance(3_000);
    await admin.reset('billing', { to: { epochMs: 1_700_000_002_000 }, dryRun: false }, o());
    // Whoever resets to a time has read nothing: the first log that waits is the one that the service knows of.
    expect((await admin.lag('billing', o()))[0]?.measures).toEqual([{ basis: 'time-ms', value: 3_000 }]);
  });

  it('fails as the service does, with a code, a request id to ask about, and no key in the text', async () => {
    const { options } = await open();
    const credentials = { accessKeyId: 'polylog', secretAccessKey: 'wrong-secret' };
    const admin = ltsGroupAdmin({ ...options, credentials });
    const error = await admin.listGroups(o()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unauthenticated', requestId: expect.stringMatching(/./) });
    expect(String(error)).not.toContain('wrong-secret');
    await admin.close();
  });

  it('fails where the gateway cannot be reached, and names it', async () => {
    const { options } = await open();
    const admin = ltsGroupAdmin({ ...options, gatewayEndpoint: 'http://127.0.0.1:1' });
    const failed = await refusal(admin.listGroups(o()));
    expect(failed).toMatchObject({ code: 'unavailable', message: expect.stringContaining('127.0.0.1:1') });
    await admin.close();
  });

  it('closes only its own connections: the driver beside it goes on', async () => {
    const { admin, driver } = await open();
    await admin.close();
    expect(await driver.partitions(o())).toHaveLength(2);
  });
});

function oneStream(shards: number) {
  return { logGroups: { [logGroupId]: { [logStreamId]: { shards } } } };
}
