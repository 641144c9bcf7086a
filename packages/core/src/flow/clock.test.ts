import { afterEach, expect, test, vi } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.js';
import { sleep, systemClock } from './clock.js';

afterEach(() => void vi.useRealTimers());

test('the system clock calls back after delays that are longer than a timer can wait', () => {
  vi.useFakeTimers();
  const thirtyDaysMs = 30 * 24 * 3_600_000;
  let fired = 0;
  systemClock.schedule(thirtyDaysMs, () => fired++);
  vi.advanceTimersByTime(thirtyDaysMs - 1);
  expect(fired).toBe(0);
  vi.advanceTimersByTime(1);
  expect(fired).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('a long delay can be cancelled in each of its parts, twice', () => {
  vi.useFakeTimers();
  const thirtyDaysMs = 30 * 24 * 3_600_000;
  for (const afterMs of [0, thirtyDaysMs - 10]) {
    const cancel = systemClock.schedule(thirtyDaysMs, () => expect.unreachable());
    vi.advanceTimersByTime(afterMs);
    cancel();
    cancel();
    expect(vi.getTimerCount()).toBe(0);
  }
});

test('a negative delay is no delay', () => {
  vi.useFakeTimers();
  let fired = false;
  systemClock.schedule(-5, () => {
    fired = true;
  });
  vi.advanceTimersByTime(1);
  expect(fired).toBe(true);
});

test('sleep rejects with the reason as soon as its signal aborts, and leaves no timer', async () => {
  const clock = createFakeClock();
  const controller = new AbortController();
  const sleeping = sleep(clock, 1_000, controller.signal);
  expect(clock.pending).toBe(1);
  controller.abort('enough');
  await expect(sleeping).rejects.toBe('enough');
  expect(clock.pending).toBe(0);
  await expect(sleep(clock, 1_000, AbortSignal.abort('before'))).rejects.toBe('before');
  expect(clock.pending).toBe(0);
});
