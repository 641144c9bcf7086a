import { createIdleDetector } from '@polylog/conformance';
import { createConsumer } from '@polylog/core';
import type { LogDriver, Membership } from '@polylog/core/driver';
import { createFakeClock } from '@polylog/core/testing';
import { type ClsEmulator, startEmulator } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';
import { expect, test } from 'vitest';
import { pythonWithClsSdk } from '../../../scripts/peers/python.mjs';
import { credentials, region } from '../../end-to-end/emulated-topics.js';
import { until } from '../../end-to-end/until.js';
import { seededRandom } from '../../seeded-random.js';
import { describeWithPeer } from '../peer.js';
import { sdk, startPython } from './python-script.js';

const logsetId = 'logset-1';
const TOPIC = { partitions: 20 };
const topics = { orders: TOPIC, refunds: TOPIC, visits: TOPIC };
const topicIds = Object.keys(topics);
const PARTITIONS = topicIds.length * TOPIC.partitions;
const members = ['a', 'b', 'c', 'd'];
const cls = { logsets: { [logsetId]: topics }, quotas: true };
/** By then the partitions are shared out, with the shorter session and the longer one. */
const STARTING_SECONDS = 20;
const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));

/** One record into every partition, so that each has something to save. */
function fillAll(service: ClsEmulator, now: number): void {
  for (const topic of topicIds) {
    for (let partition = 1; partition <= TOPIC.partitions; partition++) {
      service.put(topic, { logs: [{ time: now, contents: [['__CONTENT__', 'a record']] }] }, { partition });
    }
  }
}

/** How many partitions have an owner, and how many owners there are. */
function shares(service: ClsEmulator): { readonly owned: number; readonly owners: number } {
  const owners = service.consumerGroup(logsetId, 'group').partitions.flatMap(({ owner }) => owner ?? []);
  return { owned: owners.length, owners: new Set(owners).size };
}

type Counts = Readonly<Record<string, number>>;

function since(before: Counts, after: Counts): Record<string, number> {
  const counts = Object.entries(after).map(([call, count]) => [call, count - (before[call] ?? 0)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function throttledIn(service: ClsEmulator): number {
  const counts = Object.values(service.stats().refusals).map((codes) => codes.RequestLimitExceeded ?? 0);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Calls of API 3.0 only: pulls have a limit of their own, for each partition. */
function told(who: string, counts: Counts, seconds: number): string {
  const rates = Object.entries(counts)
    .filter(([call]) => call !== 'PullLog')
    .map(([call, count]) => `${call} ${((count * 60) / seconds).toFixed(1)}`);
  return `${who}, ${members.length} members, ${PARTITIONS} partitions, calls a minute: ${rates.join(', ')}`;
}

/** A driver that counts what the engine asks of it. */
function counted(driver: LogDriver, asked: { heartbeats: number; saves: number }): LogDriver {
  const member = (membership: Membership): Membership => ({
    ...membership,
    heartbeat(...args) {
      asked.heartbeats++;
      return membership.heartbeat(...args);
    },
    save(...args) {
      asked.saves++;
      return membership.save(...args);
    },
  });
  return { ...driver, join: async (...args) => member(await driver.join(...args)) };
}

test.each([30_000, 6_000])(
  'ours, a session of %i ms: no call is throttled; a heartbeat and a save are one call each; the group is asked for once a session',
  { timeout: 120_000 },
  async (sessionTimeoutMs) => {
    const detector = createIdleDetector();
    const clock = createFakeClock({ settle: detector.idle });
    const emulator = await startEmulator({ cls, clock });
    const service = emulator.cls;
    const { endpoint } = service;
    const asked = { heartbeats: 0, saves: 0 };
    let handled = 0;
    const consumers = members.map((member, i) => {
      // Of its own: calls are limited by process, and these stand for four of them.
      const { now, monotonic, schedule } = clock;
      const own = { now, monotonic, schedule };
      const driver = clsDriver({ region, endpoint, logsetId, topicIds, credentials, clock: own });
      return createConsumer({
        driver: counted(detector.watch(driver), asked),
        ...{ clock: own, random: seededRandom(seed + i), logger: 'silent' as const },
        ...{ group: 'group', member, start: 'earliest' as const, sessionTimeoutMs, checkpoint: { everyMs: 1_000 } },
        process(batch) {
          handled += batch.recordCount;
        },
      });
    });
    const running = consumers.map((consumer) => consumer.run());
    const failed = Promise.all(running);
    failed.catch(() => undefined);
    let written = 0;
    const most: Record<string, number> = {};
    const pass = async (seconds: number): Promise<Counts> => {
      const start = service.stats().calls;
      for (let second = 0; second < seconds; second++) {
        fillAll(service, clock.now());
        written += PARTITIONS;
        const before = service.stats().calls;
        await clock.advance(1_000);
        for (const [call, count] of Object.entries(since(before, service.stats().calls))) {
          most[call] = Math.max(most[call] ?? 0, count);
        }
      }
      return since(start, service.stats().calls);
    };
    try {
      const sessions = 3;
      const seconds = (sessions * sessionTimeoutMs) / 1_000;
      const starting = await pass(STARTING_SECONDS);
      expect(shares(service)).toEqual({ owned: PARTITIONS, owners: members.length });
      const askedBefore = { ...asked };
      const steady = await pass(seconds);
      console.log(`seed ${seed}, session ${sessionTimeoutMs} ms`);
      console.log(told('ours, from its start on', starting, STARTING_SECONDS));
      console.log(told('ours, then', steady, seconds));
      const { PullLog: _, ...highest } = most;
      console.log(`most calls in a second: ${JSON.stringify(highest)}`);

      expect(throttledIn(service), 'at the start neither').toBe(0);
      expect(steady.SendConsumerHeartbeat).toBe(asked.heartbeats - askedBefore.heartbeats);
      expect(steady.CommitConsumerOffsets).toBe(asked.saves - askedBefore.saves);
      // Each member saves each second, all its partitions at once.
      expect(steady.CommitConsumerOffsets).toBeGreaterThan(0.8 * members.length * seconds);
      expect(steady.CommitConsumerOffsets).toBeLessThanOrEqual(members.length * (seconds + 1));
      // Asked for with the heartbeat that comes a little before a session is over.
      expect(steady.DescribeConsumerGroups).toBeGreaterThanOrEqual(members.length * (sessions - 1));
      expect(steady.DescribeConsumerGroups).toBeLessThanOrEqual(members.length * (sessions + 1));
      expect(handled).toBeGreaterThan(written - 2 * PARTITIONS);
    } finally {
      const stopping = Promise.all(consumers.map((consumer) => consumer.stop()));
      await clock.advance(5_000);
      await stopping;
      await emulator.stop();
    }
    await failed;
  },
);

describeWithPeer('the Python SDK in the same place', sdk, await pythonWithClsSdk(), ({ python }) => {
  test('saves each partition by itself, which the service throttles', { timeout: 90_000 }, async () => {
    const emulator = await startEmulator({ cls });
    const service = emulator.cls;
    const { endpoint } = service;
    const writing = setInterval(() => fillAll(service, Date.now()), 1_000);
    const scripts = members.map((member) =>
      startPython(python, 'worker.py', {
        ...{ endpoint, region, logsetId, topicIds, ...credentials, group: 'group', member },
        ...{ heartbeatSeconds: 3, fetchSeconds: 1, checkpointEverySeconds: 1, workSeconds: 0 },
        listen: () => undefined,
      }),
    );
    try {
      await until(() => service.stats().calls.SendConsumerHeartbeat !== undefined);
      await until(() => shares(service).owners === members.length && shares(service).owned === PARTITIONS);
      const start = service.stats().calls;
      const throttledBefore = throttledIn(service);
      const startedAt = performance.now();
      await until(() => performance.now() - startedAt > 15_000);
      const seconds = (performance.now() - startedAt) / 1_000;
      const counts = since(start, service.stats().calls);
      console.log(told('the Python SDK', counts, seconds));
      console.log(
        `of these throttled: ${throttledIn(service) - throttledBefore}; ${JSON.stringify(service.stats().refusals)}`,
      );
      expect(counts.CommitConsumerOffsets).toBeGreaterThan(4 * members.length * seconds);
      expect(throttledIn(service)).toBeGreaterThan(throttledBefore);
    } finally {
      clearInterval(writing);
      for (const { kill } of scripts) kill('SIGKILL');
      await Promise.all(scripts.map(({ ended }) => ended));
      await emulator.stop();
    }
  });
});
