import type { Batch, PartitionContext } from '@polylog/core';
import type { Assignment } from '@polylog/core/driver';
import { createFakeClock, createMemoryLog, type FakeClock } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { handledOf, numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

const after = (clock: FakeClock, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.schedule(ms, resolve);
  });

/** Virtual times, from the start of the clock, of the calls that begin so. */
function timesOf(clock: FakeClock, log: { readonly calls: readonly string[] }) {
  const seen: { readonly at: number; readonly call: string }[] = [];
  return {
    /** Advances by `ms`, looking every `stepMs`. */
    async advance(ms: number, stepMs = 100) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advance(stepMs);
        for (const call of log.calls.slice(seen.length)) seen.push({ at: clock.monotonic(), call });
      }
    },
    starting: (text: string) => seen.filter(({ call }) => call.startsWith(text)).map(({ at }) => at),
  };
}

test('2.1 the lease ends a session after the last good heartbeat was sent, less the margin', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  let beats = 0;
  const driver = wrapDriver(log.driver(), {
    async heartbeat(send) {
      beats++;
      const answer = await send();
      // The second is answered four seconds late; what counts is that it was sent at 5 s.
      if (beats === 2) await after(clock, 4_000);
      return answer;
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(9_500);
  expect(beats).toBe(2);
  log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  await clock.advance(5_000 + 27_000 - 9_500 - 1);
  expect(a.of('lease-lost')).toEqual([]);
  await clock.advance(1);
  expect(a.of('lease-lost')).toMatchObject([{ partitions: ['0'] }]);
});

test('2.1 the server says how long a session is, and may change it', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(100);
  const group = log.group('g');
  if (group) group.sessionTimeoutMs = 12_000;
  await clock.advance(5_000);
  log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  await clock.advance(5_000 + 12_000 - 1_200 - 5_100 - 1);
  expect(a.of('lease-lost')).toEqual([]);
  await clock.advance(1);
  expect(a.of('lease-lost')).toHaveLength(1);
});

test('2.2 a heartbeat is sent every sixth of the session of the server', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  observeConsumer(log, clock, 'first', { sessionTimeoutMs: 60_000 });
  await clock.advance(10);
  const times = timesOf(clock, log);
  const a = observeConsumer(log, clock, 'a', { sessionTimeoutMs: 30_000 });
  await times.advance(100_000, 500);
  const beats = times.starting('heartbeat a').slice(-5);
  expect(beats.slice(1).map((at, i) => at - (beats[i] ?? 0))).toEqual([10_000, 10_000, 10_000, 10_000]);
  expect(a.of('heartbeat-shortened')).toEqual([]);
});

test("2.2 a longer pause than a third of the group's own session is shortened, with one event", async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const times = timesOf(clock, log);
  await observeConsumer(log, clock, 'first', { sessionTimeoutMs: 30_000 }).stop();
  const a = observeConsumer(log, clock, 'a', { sessionTimeoutMs: 75_000, heartbeatMs: 25_000 });
  await times.advance(60_000, 500);
  const beats = times.starting('heartbeat a').slice(1);
  expect(beats.slice(1).map((at, i) => at - (beats[i] ?? 0))).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
  expect(a.of('heartbeat-shortened')).toMatchObject([{ askedMs: 25_000, usedMs: 10_000 }]);
});

test.each(['wall', 'monotonic'] as const)(
  '2.3 after a pause in process() that only the %s clock shows, nothing is handed out and nothing is saved',
  async (which) => {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 1, clock });
    log.append('0', numbered(0, 30));
    let asleepMs = 0;
    const paused: FakeClock = { ...clock, monotonic: () => clock.monotonic() + asleepMs };
    const signals: AbortSignal[] = [];
    const a = observeConsumer(log, paused, 'a', {
      checkpoint: { everyMs: 3_600_000 },
      handle(_: Batch, { signal }: PartitionContext) {
        signals.push(signal);
        if (signals.length > 1) return;
        log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
        if (which === 'wall') clock.jumpWall(40_000);
        else asleepMs = 40_000;
      },
    });
    await clock.settle();
    expect(a.handled).toEqual(handledOf('0', 0, 10));
    expect(signals[0]?.aborted).toBe(true);
    expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@0');
    expect(a.of('batch-done-late')).toHaveLength(1);
  },
);

test('2.3 a save compares the clock itself, however late the timers are', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 20));
  let refused: unknown;
  let batches = 0;
  observeConsumer(log, clock, 'a', {
    async handle(_: Batch, { tracker }: PartitionContext) {
      if (++batches < 2) return;
      clock.jumpWall(40_000);
      await tracker.save({ flush: true }).catch((error: unknown) => {
        refused = error;
      });
    },
  });
  await clock.settle();
  expect(refused).toMatchObject({ code: 'lease-lost' });
  expect(log.calls.filter((call) => call.startsWith('save'))).toEqual(['save a [0@0]']);
});

test('2.3 a wall clock that jumps while the first heartbeat is on its way costs one heartbeat, not the membership', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  let beats = 0;
  const driver = wrapDriver(log.driver(), {
    async heartbeat(send) {
      if (++beats === 1) clock.jumpWall(3_600_000);
      return send();
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver });
  await clock.advance(20_000);
  expect(a.handled).toEqual(handledOf('0', 0, 5));
  expect(beats).toBeLessThan(8);
});

test('2.3 a wall clock that is set back leaves the lease to the monotonic clock', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(10);
  clock.jumpWall(-3_600_000);
  await clock.advance(60_000);
  expect(a.of('lease-lost')).toEqual([]);
  log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  await clock.advance(27_000);
  expect(a.of('lease-lost')).toHaveLength(1);
});

test('2.4 one heartbeat is in flight, and its answer is compared with the holding as it was sent', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 5));
  let inFlight = 0;
  let most = 0;
  let beats = 0;
  let dealt = ['0', '1'];
  const sent: string[] = [];
  const driver = wrapDriver(log.driver(), {
    async heartbeat(send, holding) {
      sent.push(holding.join(','));
      most = Math.max(most, ++inFlight);
      const { sessionTimeoutMs } = await send();
      const answer: Assignment = { partitions: dealt, sessionTimeoutMs, moving: false };
      // The fourth is dealt with at once and answered late: by then the partition has been released.
      if (++beats === 4) await after(clock, 3_000);
      inFlight--;
      return answer;
    },
  });
  const a = observeConsumer(log, clock, 'a', {
    driver,
    handle: () => after(clock, 11_000),
  });
  await clock.advance(9_000);
  dealt = ['1'];
  await clock.advance(1_500);
  dealt = ['0', '1'];
  expect(a.of('partition-revoked')).toHaveLength(1);
  dealt = ['1'];
  // The batch in hand ends at 11 s; the heartbeat of 10 s listed 0, the next goes at once and does not.
  await clock.advance(1_000);
  expect(a.of('partition-released')).toMatchObject([{ partition: '0', saved: true }]);
  expect(sent.at(-1)).toBe('1');
  await clock.advance(20_000);
  expect(most).toBe(1);
  expect(a.of('partition-assigned').map((event) => 'partition' in event && event.partition)).toEqual(['0', '1']);
});

test('2.4 an answer that is older than a release does not bring the partition back', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  let dealt: string[] = ['0'];
  let lateMs = 0;
  const driver = wrapDriver(log.driver(), {
    async heartbeat(send) {
      const { sessionTimeoutMs } = await send();
      const partitions = dealt;
      if (lateMs > 0) await after(clock, lateMs);
      return { partitions, sessionTimeoutMs, moving: false };
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver, handle: () => after(clock, 11_000) });
  await clock.advance(4_000);
  dealt = [];
  await clock.advance(4_000);
  expect(a.of('partition-revoked')).toHaveLength(1);
  // Sent at 10 s while 0 is drained and answered at 13 s; 0 was released at 11 s.
  dealt = ['0'];
  lateMs = 3_000;
  await clock.advance(3_500);
  dealt = [];
  lateMs = 0;
  await clock.advance(10_000);
  expect(a.of('partition-released')).toHaveLength(1);
  expect(a.of('partition-assigned')).toHaveLength(1);
});

test('2.4 the next heartbeat goes at once after a partition was released', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  const times = timesOf(clock, log);
  observeConsumer(log, clock, 'a');
  await times.advance(6_000);
  observeConsumer(log, clock, 'b');
  await times.advance(6_000);
  const shared = log.calls.findIndex((call) => /^heartbeat a \[[01]\]$/.test(call));
  const before = log.calls.findLastIndex((call, i) => i < shared && call.startsWith('heartbeat a'));
  expect(log.calls[before]).toBe('heartbeat a [0,1]');
  expect(times.starting('heartbeat a').filter((at) => at === 10_000)).toHaveLength(2);
});

test('2.4 while partitions move, and for one session while holding nothing, a heartbeat goes every one to two seconds', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const times = timesOf(clock, log);
  observeConsumer(log, clock, 'a');
  await times.advance(1_000);
  observeConsumer(log, clock, 'idle');
  await times.advance(60_000);
  const beats = times.starting('heartbeat idle');
  const pauses = beats.slice(1).map((at, i) => at - (beats[i] ?? 0));
  const quick = pauses.filter((_, i) => (beats[i] ?? 0) < 1_000 + 30_000 - 1_500);
  expect(quick.every((pause) => pause >= 1_000 && pause <= 2_000)).toBe(true);
  expect(pauses.at(-1)).toBe(5_000);
});

test('2.5 a member that the group has forgotten loses everything, and registers anew on the same membership', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(6_000);
  for (let times = 1; times <= 3; times++) {
    log.group('g')?.evict('a');
    log.append('0', numbered(5 * times, 5));
    await clock.advance(20_000);
    expect(a.of('lease-lost')).toHaveLength(times);
  }
  expect(log.calls.filter((call) => call.startsWith('join'))).toEqual(['join a']);
  expect(log.calls.filter((call) => call === 'heartbeat a []').length).toBeGreaterThanOrEqual(4);
  expect(new Set(a.handled)).toEqual(new Set(handledOf('0', 0, 20)));
  expect(a.outcome()).toBeUndefined();
});

test('2.5 heartbeats that fail for longer than a session cost the lease; when they pass again the member goes on', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(6_000);
  const lift = log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  await clock.advance(600_000);
  expect(a.of('lease-lost')).toHaveLength(1);
  expect(a.outcome()).toBeUndefined();
  log.append('0', numbered(0, 5));
  await clock.advance(10_000);
  expect(a.handled).toEqual([]);
  lift();
  await clock.advance(10_000);
  expect(a.handled).toEqual(handledOf('0', 0, 5));
});

test('2.5 a group that has vanished is not-found and stops', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(6_000);
  log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'not-found' } } });
  await clock.advance(10_000);
  expect(a.outcome()).toMatchObject({ code: 'not-found' });
  expect(log.calls.filter((call) => call.startsWith('join'))).toEqual(['join a']);
});

test('2.6 a partition that is asked back finishes its batch, is saved while still listed, and then leaves the holding', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 30));
  log.append('1', numbered(0, 30));
  const a = observeConsumer(log, clock, 'a', { handle: () => after(clock, 20_000) });
  await clock.advance(1_000);
  observeConsumer(log, clock, 'b', { process: () => undefined });
  await clock.advance(30_000);
  const moved = log.group('g')?.owner('0') === 'b' ? '0' : '1';
  expect(a.of('partition-revoked')).toMatchObject([{ partition: moved }]);
  expect(a.of('partition-released')).toMatchObject([{ partition: moved, saved: true }]);
  const saved = log.calls.findIndex((call) => call.startsWith('save a') && call.includes(`${moved}@10`));
  const released = log.calls.findIndex((call) => call === `heartbeat a [${moved === '0' ? '1' : '0'}]`);
  expect(saved).toBeGreaterThan(0);
  expect(released).toBeGreaterThan(saved);
  expect(log.calls.slice(0, released)).not.toContain(`read ${moved}@20`);
  expect(a.handled.filter((each) => each.startsWith(`${moved}:`))).toEqual(handledOf(moved, 0, 10));
});

test('2.6 the pull in flight of a partition that is asked back is aborted', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  const a = observeConsumer(log, clock, 'a');
  await clock.advance(1_000);
  log.faults.add({ call: 'read', action: { kind: 'hang' } });
  await clock.advance(3_000);
  observeConsumer(log, clock, 'b');
  await clock.advance(5_000);
  expect(a.of('partition-released')).toMatchObject([{ saved: true }]);
});

test('2.6 after the drain timeout the signal aborts and the partition is released unsaved, with an event', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 30));
  log.append('1', numbered(0, 30));
  const aborted: string[] = [];
  const a = observeConsumer(log, clock, 'a', {
    drainTimeoutMs: 15_000,
    handle: ({ partition }: Batch, { signal }: PartitionContext) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(partition);
          reject(signal.reason as Error);
        });
      }),
  });
  await clock.advance(1_000);
  const b = observeConsumer(log, clock, 'b');
  await clock.advance(4_000 + 14_900);
  expect(aborted).toEqual([]);
  await clock.advance(5_000);
  expect(a.of('partition-revoked')).toHaveLength(1);
  expect(a.of('drain-timed-out')).toMatchObject([{ partition: aborted[0], afterMs: 15_000 }]);
  expect(a.of('partition-released')).toMatchObject([{ partition: aborted[0], saved: false }]);
  expect(b.handled.slice(0, 30)).toEqual(handledOf(aborted[0] ?? '', 0, 30));
  expect(a.outcome()).toBeUndefined();
});

test('2.6 a partition at its end whose shutdown() hangs is released after the drain timeout, too', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  log.split('0');
  let dealt = ['0'];
  const driver = wrapDriver(log.driver(), {
    async heartbeat(send) {
      const { sessionTimeoutMs } = await send();
      return { partitions: dealt, sessionTimeoutMs, moving: false };
    },
  });
  const a = observeConsumer(log, clock, 'a', {
    driver,
    drainTimeoutMs: 10_000,
    processor: () => ({ process: () => undefined, shutdown: () => new Promise<void>(() => undefined) }),
  });
  await clock.advance(1_000);
  dealt = [];
  await clock.advance(20_000);
  expect(a.of('drain-timed-out')).toMatchObject([{ partition: '0' }]);
  expect(a.of('partition-released')).toMatchObject([{ partition: '0' }]);
});

/** A member whose one partition the test gives and takes, with a process() that ends when the test says so. */
function giveAndTake(drainTimeoutMs: number) {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 30));
  const assigned = { ids: ['0'] };
  const working: (() => void)[] = [];
  let atOnce = 0;
  let most = 0;
  const driver = wrapDriver(log.driver(), {
    async heartbeat(send) {
      const { sessionTimeoutMs } = await send();
      return { partitions: assigned.ids, sessionTimeoutMs, moving: true };
    },
  });
  const a = observeConsumer(log, clock, 'a', {
    driver,
    drainTimeoutMs,
    async handle() {
      most = Math.max(most, ++atOnce);
      await new Promise<void>((resolve) => {
        working.push(resolve);
      });
      atOnce--;
    },
  });
  return { clock, log, a, assigned, working, most: () => most };
}

test('2.7 a partition that comes back while it drains finishes, and starts anew from its checkpoint', async () => {
  const { clock, a, assigned, working, most } = giveAndTake(60_000);
  await clock.advance(100);
  assigned.ids = [];
  await clock.advance(3_000);
  assigned.ids = ['0'];
  await clock.advance(3_000);
  expect(a.of('partition-revoked')).toHaveLength(1);
  expect(working).toHaveLength(1);
  working[0]?.();
  await clock.advance(100);
  expect(a.of('partition-started')).toMatchObject([{ from: '0@0' }, { from: '0@10', resumed: true }]);
  expect(a.handled).toEqual(handledOf('0', 0, 20));
  expect(most()).toBe(1);
});

test('2.7 while it drains, a partition is asked back once, however many heartbeats pass', async () => {
  const { clock, a, assigned, working } = giveAndTake(60_000);
  await clock.advance(100);
  assigned.ids = [];
  await clock.advance(20_000);
  expect(a.of('partition-revoked')).toHaveLength(1);
  working[0]?.();
  await clock.advance(100);
  expect(a.of('partition-released')).toHaveLength(1);
});

test('2.7 a partition waits for an old process() that ignored its signal', async () => {
  const { clock, a, assigned, working, most } = giveAndTake(5_000);
  await clock.advance(100);
  assigned.ids = [];
  await clock.advance(10_000);
  expect(a.of('drain-timed-out')).toHaveLength(1);
  assigned.ids = ['0'];
  await clock.advance(4_000);
  expect(working).toHaveLength(1);
  working[0]?.();
  await clock.advance(100);
  expect(most()).toBe(1);
  expect(a.handled).toEqual([...handledOf('0', 0, 10), ...handledOf('0', 0, 10)]);
});

test('2.7 the old process() is remembered when the partition goes and comes once more meanwhile', async () => {
  const { clock, a, assigned, working, most } = giveAndTake(5_000);
  await clock.advance(100);
  assigned.ids = [];
  await clock.advance(10_000);
  for (let times = 0; times < 2; times++) {
    assigned.ids = ['0'];
    await clock.advance(3_000);
    assigned.ids = [];
    await clock.advance(3_000);
  }
  assigned.ids = ['0'];
  await clock.advance(3_000);
  expect(a.of('partition-assigned')).toHaveLength(4);
  expect(working).toHaveLength(1);
  expect(most()).toBe(1);
});

test('2.7 a partition whose old process() never returns fails after the drain timeout', async () => {
  const { clock, a, assigned } = giveAndTake(5_000);
  await clock.advance(100);
  assigned.ids = [];
  await clock.advance(10_000);
  assigned.ids = ['0'];
  await clock.advance(10_000);
  expect(a.of('partition-failed')).toMatchObject([{ partition: '0', code: 'processor-failed' }]);
  await clock.advance(60_000);
  expect(a.outcome()).toMatchObject({ code: 'processor-failed', message: expect.stringContaining('context.signal') });
});

test('2.8 a batch that completes after the lease is lost gives an event and saves nothing', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 5));
  const a = observeConsumer(log, clock, 'a', { handle: () => after(clock, 60_000) });
  await clock.advance(6_000);
  log.faults.add({ call: 'heartbeat', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  await clock.advance(55_000);
  expect(a.of('lease-lost')).toHaveLength(1);
  expect(a.of('batch-done-late')).toMatchObject([{ partition: '0', records: 5 }]);
  expect(a.of('batch-done')).toEqual([]);
  expect(log.group('g')?.checkpoints().get('0')?.position).toBe('0@0');
});

test('2.10 a stop starts nothing new, keeps what is drained listed, leaves last, and sends no heartbeat after that', async () => {
  const clock = createFakeClock();
  let dealt = ['0', '1'];
  const log = createMemoryLog({ partitions: 3, clock });
  log.append('0', numbered(0, 5));
  const driver = wrapDriver(log.driver(), {
    async heartbeat(send) {
      const { sessionTimeoutMs } = await send();
      return { partitions: dealt, sessionTimeoutMs, moving: false };
    },
  });
  const a = observeConsumer(log, clock, 'a', { driver, handle: () => after(clock, 14_000) });
  await clock.advance(1_000);
  dealt = ['0', '1', '2'];
  const stopping = a.consumer.stop();
  await clock.advance(20_000);
  await stopping;
  const calls = log.calls.filter((call) => call.startsWith('heartbeat') || call.startsWith('leave'));
  expect(calls).toEqual(['heartbeat a []', 'heartbeat a [0,1]', 'heartbeat a [0,1]', 'leave a']);
  expect(a.of('partition-assigned')).toHaveLength(2);
  expect(a.of('member-left')).toMatchObject([{ how: 'after-timeout' }]);
  await clock.advance(120_000);
  expect(log.calls.at(-1)).toBe('leave a');
  expect(clock.pending).toBe(0);
});
