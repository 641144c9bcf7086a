import { type Batch, onEvent, type PartitionContext } from '@polylog/core';
import type { DriverBatch, Partition } from '@polylog/core/driver';
import type { FaultAction } from '@polylog/emulator';
import { fromOfficialOptions } from '@polylog/huawei-lts';
import { afterEach, describe, expect, test } from 'vitest';
import { handledOf } from '../engine/numbered.js';
import { observeConsumer, stopObserved } from '../engine/observed-consumer.js';
import { wrapDriver } from '../engine/wrapped-driver.js';
import { credentials, region, stream } from './lts-service.js';
import { startVirtualService, type VirtualService } from './virtual-service.js';

let service: VirtualService;
afterEach(async () => {
  await stopObserved();
  await service.stop();
});

const ofShard = (shard: number, ...members: readonly { readonly handled: readonly string[] }[]): string[] =>
  members.flatMap(({ handled }) => handled.filter((each) => each.startsWith(`${shard}:`)));

/** Where the official library commits what is to come again, and then reads and discards for ever. */
test('3.3 a rewind gives the batch again, and nothing of it is committed', async () => {
  service = await startVirtualService({ shards: 1 });
  const { clock, later, saved, end } = service;
  service.write(0, 0, 9);
  let rewinds = 0;
  let meanwhile: { readonly start: string; readonly saved: bigint | undefined } | undefined;
  const a = observeConsumer({ driver: () => service.driver({ maxRecords: 3 }) }, clock, 'a', {
    checkpoint: { everyBatches: 1 },
    async handle(batch: Batch, { tracker }: PartitionContext) {
      const [first] = batch.records;
      if (first?.get('n') !== '3') return;
      if (rewinds++ < 2) {
        tracker.rewind(batch);
        return;
      }
      // Long enough for a commit that should not be.
      await later(10_000);
      meanwhile = { start: batch.start, saved: saved(0) };
    },
  });
  await clock.advance(30_000);
  const again = handledOf('0', 3, 3);
  expect(a.handled).toEqual([...handledOf('0', 0, 3), ...again, ...again, ...again, ...handledOf('0', 6, 3)]);
  expect(meanwhile?.saved).toBe(BigInt(meanwhile?.start ?? -1));
  expect(saved(0)).toBe(end(0));
});

describe('2.7 two calls of a processor never overlap for a shard', () => {
  /** A handler of so long a time, and how many of it there ever were at once for a shard. */
  function slow(ms: number) {
    const busy = new Map<string, number>();
    const seen = { most: 0 };
    return {
      seen,
      async handle({ partition }: Batch) {
        const now = (busy.get(partition) ?? 0) + 1;
        busy.set(partition, now);
        seen.most = Math.max(seen.most, now);
        await service.later(ms);
        busy.set(partition, now - 1);
      },
    };
  }

  test('2.7 not by a slow one, while shards come and go', async () => {
    service = await startVirtualService({ shards: 2 });
    const { clock } = service;
    for (const shard of [0, 1]) service.write(shard, 0, 20);
    const { handle, seen } = slow(7_000);
    const log = { driver: () => service.driver({ maxRecords: 2 }) };
    const a = observeConsumer(log, clock, 'a', { handle });
    await clock.advance(10_000);
    const b = observeConsumer(log, clock, 'b', { handle });
    await clock.advance(25_000);
    expect([...a.consumer.status().partitions, ...b.consumer.status().partitions], 'one each').toHaveLength(2);
    await b.stop();
    await clock.advance(120_000);
    expect(a.of('partition-revoked').length, 'one went').toBe(1);
    expect(a.of('partition-assigned').length, 'and came back').toBe(3);
    expect(seen.most).toBe(1);
    for (const shard of [0, 1]) expect([...ofShard(shard, a, b)].sort()).toEqual(handledOf(`${shard}`, 0, 20).sort());
  });

  test('2.7 nor by one that ignores its signal, when a shard is lost and comes back', async () => {
    service = await startVirtualService({ shards: 1 });
    const { clock, emulator } = service;
    service.write(0, 0, 4);
    const { handle, seen } = slow(90_000);
    const log = { driver: () => service.driver({ maxRecords: 2 }) };
    const a = observeConsumer(log, clock, 'a', { handle, drainTimeoutMs: 300_000 });
    await clock.advance(5_000);
    const remove = emulator.lts.faults.add({
      match: { call: 'ConsumerGroupHeartBeat' },
      action: { kind: 'status', status: 503 },
    });
    await clock.advance(30_000);
    expect(a.of('lease-lost')).toHaveLength(1);
    remove();
    await clock.advance(40_000);
    expect(a.of('partition-assigned'), 'it is held again while the old call is still at it').toHaveLength(2);
    expect(a.handled).toEqual(handledOf('0', 0, 2));
    await clock.advance(300_000);
    expect(seen.most).toBe(1);
    expect(a.handled).toEqual([...handledOf('0', 0, 2), ...handledOf('0', 0, 4)]);
  });
});

/** Where the official library's program ends. */
describe('2.6 a shard that moves loses nothing and repeats nothing', () => {
  test.each(['a pull is on the way', 'a batch is in hand'] as const)('2.6 while %s', async (what) => {
    service = await startVirtualService({ shards: 2 });
    const { clock, emulator, later } = service;
    const isSlowPull = what === 'a pull is on the way';
    if (isSlowPull) {
      emulator.lts.faults.add({ match: { call: 'PullLogs' }, action: { kind: 'delay', delayMs: 4_000 } });
    }
    const busy = new Set<string>();
    const during = async <T>(partition: string, work: () => Promise<T>): Promise<T> => {
      busy.add(partition);
      try {
        return await work();
      } finally {
        busy.delete(partition);
      }
    };
    const around = isSlowPull
      ? { read: (send: () => Promise<DriverBatch>, { id }: Partition) => during(id, send) }
      : {};
    const log = { driver: () => wrapDriver(service.driver(), around) };
    const handle = isSlowPull ? undefined : ({ partition }: Batch) => during(partition, () => later(3_000));
    const movedWhileBusy: string[] = [];
    const silence = onEvent('partition-revoked', ({ partition }) => {
      if (busy.has(partition)) movedWhileBusy.push(partition);
    });
    const start = (name: string) => observeConsumer(log, clock, name, handle === undefined ? {} : { handle });
    const a = start('a');
    let b: ReturnType<typeof start> | undefined;
    for (let n = 0; n < 60; n++) {
      for (const shard of [0, 1]) service.write(shard, n, 1);
      await clock.advance(500);
      if (n === 20) b = start('b');
    }
    emulator.lts.faults.clear();
    await clock.advance(30_000);
    silence();
    expect(movedWhileBusy).toHaveLength(1);
    const members = b === undefined ? [a] : [a, b];
    expect(b?.handled.length).toBeGreaterThan(10);
    for (const shard of [0, 1]) expect(ofShard(shard, ...members)).toEqual(handledOf(`${shard}`, 0, 60));
  });
});

/** Where the official library takes a commit for good that was answered 500, and never sends it again. */
describe('3.1 a commit that fails', () => {
  const failures: readonly FaultAction[] = [
    { kind: 'status', status: 500, code: 'LTS.0010' },
    { kind: 'status', status: 503 },
    { kind: 'lost', processed: false, socket: 'cut' },
  ];
  const commits = { match: { call: 'UpdateCheckPoint' } };

  test.each(failures)('3.1 does not count, and is tried again until the service has taken it: %j', async (action) => {
    service = await startVirtualService({ shards: 1 });
    const { clock, emulator, saved, end } = service;
    service.write(0, 0, 5);
    const a = observeConsumer(service, clock, 'a', { checkpoint: { everyMs: 1_000 } });
    await clock.advance(5_000);
    expect(saved(0)).toBe(end(0));
    const before = saved(0);
    const told = a.of('checkpoint-saved').length;
    const remove = emulator.lts.faults.add({ ...commits, action });
    service.write(0, 5, 5);
    await clock.advance(15_000);
    expect(a.handled).toEqual(handledOf('0', 0, 10));
    expect([saved(0), a.of('checkpoint-saved').length]).toEqual([before, told]);
    expect(emulator.lts.faults.hits()[action.kind]).toBeGreaterThan(2);
    remove();
    await clock.advance(31_000);
    expect(saved(0)).toBe(end(0));
    expect(a.handled, 'nothing comes again for it').toEqual(handledOf('0', 0, 10));
  });

  test('3.1 is told at the stop, and what it was for is read again by the next member', async () => {
    service = await startVirtualService({ shards: 1 });
    const { clock, emulator } = service;
    service.write(0, 0, 5);
    const a = observeConsumer(service, clock, 'a', { checkpoint: { everyMs: 1_000 } });
    await clock.advance(5_000);
    const remove = emulator.lts.faults.add({ ...commits, action: { kind: 'status', status: 500, code: 'LTS.0010' } });
    service.write(0, 5, 5);
    await clock.advance(5_000);
    const report = await a.stop(5_000);
    expect(report.inTime).toBe(false);
    expect(report.partitions['0']?.saved).not.toBe(report.partitions['0']?.lastDone);
    remove();
    const b = observeConsumer(service, clock, 'b');
    await clock.advance(40_000);
    expect(a.handled).toEqual(handledOf('0', 0, 10));
    expect(b.handled).toEqual(handledOf('0', 5, 5));
  });
});

/** Where the official library stops at what there is at its start. */
test.each([0, 600_000, -600_000])(
  '5.2 a future end_time is waited for, by the clock of the service, which is %i ms ahead',
  async (clockOffsetMs) => {
    service = await startVirtualService({ clockOffsetMs });
    const { clock, emulator } = service;
    const endMs = emulator.clock.now() + 60_000;
    const { consumer } = fromOfficialOptions({
      region,
      projectId: stream.projectId,
      logGroup: stream.logGroupId,
      logStream: stream.logStreamId,
      ak: credentials.accessKeyId,
      sk: credentials.secretAccessKey,
      consumer_group_name: 'g',
      start_time: 'begin',
      end_time: BigInt(endMs) * 1_000_000n,
    });
    const a = observeConsumer(service, clock, 'a', { ...consumer });
    let endedAtMs = 0;
    for (let n = 0; n < 120; n++) {
      // The one of second 60 is received at the end, which is exclusive.
      for (const shard of [0, 1]) service.write(shard, n, 1);
      await clock.advance(1_000);
      if (endedAtMs === 0 && a.outcome() !== undefined) endedAtMs = emulator.clock.now();
    }
    expect(a.outcome()).toBe('resolved');
    for (const shard of [0, 1]) expect(ofShard(shard, a)).toEqual(handledOf(`${shard}`, 0, 60));
    // The service's time has to be past it by 5 s; and nothing may have moved for a session, which is 20 s.
    expect(endedAtMs).toBeGreaterThan(endMs + 5_000);
    expect(endedAtMs).toBeLessThan(endMs + 5_000 + 20_000 + 5_000);
  },
);
