import { createFakeClock, createMemoryLog, type FakeClock } from '@polylog/core/testing';
import { afterEach, expect, test } from 'vitest';
import { numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';

afterEach(stopObserved);

/** A clock of which the test can let time pass without a timer running, as under work that never yields: they are late then. */
function blockable(clock: FakeClock) {
  const timers = new Set<{ readonly due: number; readonly run: () => void; cancel: () => void }>();
  let blockedMs = 0;
  const monotonic = (): number => clock.monotonic() + blockedMs;
  const late: FakeClock = {
    ...clock,
    now: () => clock.now() + blockedMs,
    monotonic,
    schedule(delayMs, run) {
      const fire = (): void => {
        timers.delete(timer);
        run();
      };
      const timer = { due: monotonic() + delayMs, run: fire, cancel: clock.schedule(delayMs, fire) };
      timers.add(timer);
      return () => {
        timers.delete(timer);
        timer.cancel();
      };
    },
  };
  const block = (ms: number): void => {
    blockedMs += ms;
    for (const timer of timers) {
      timer.cancel();
      timer.cancel = clock.schedule(Math.max(0, timer.due - monotonic()), timer.run);
    }
  };
  return { late, block };
}

async function blockedFor(ms: number, startedAtMs: number) {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const { late, block } = blockable(clock);
  const a = observeConsumer(log, late, 'a', { handle: () => block(ms) });
  await clock.advance(startedAtMs);
  log.append('0', numbered(0, 1));
  await clock.advance(20_000);
  return a.of('event-loop-blocked');
}

// With a session of 30 s a heartbeat is due every 5 s.
test.each([0, 1_000, 2_600, 4_900, 6_000])(
  '2.9 work that blocks the event loop for longer than a heartbeat is told, whenever it begins (%i ms)',
  async (startedAtMs) => {
    for (const ms of [5_100, 8_000, 20_000]) {
      const [event, ...others] = await blockedFor(ms, startedAtMs);
      expect(others).toEqual([]);
      if (event?.kind !== 'event-loop-blocked') throw new Error(`${ms} ms were not told`);
      expect(event.blockedMs).toBeGreaterThanOrEqual(ms - 2_500);
      expect(event.blockedMs).toBeLessThanOrEqual(ms);
    }
  },
);

test('2.9 what is shorter than half a heartbeat is not told', async () => {
  for (const startedAtMs of [0, 1_000, 2_600, 4_900]) expect(await blockedFor(2_400, startedAtMs)).toEqual([]);
});
