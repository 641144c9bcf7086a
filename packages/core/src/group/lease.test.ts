import { expect, test } from 'vitest';
import { ConsumerError } from '../errors/consumer-error.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { createLease, endlessLease, instant } from './lease.js';

test.each([
  [2_000, 1_000],
  [10_000, 1_000],
  [30_000, 3_000],
  [60_000, 6_000],
])('of a session of %i ms the margin is %i ms', (sessionMs, marginMs) => {
  const clock = createFakeClock();
  expect(createLease(clock, instant(clock), sessionMs).remainingMs()).toBe(sessionMs - marginMs);
});

test('it ends by its timer, at the sending of the heartbeat + session − margin', async () => {
  const clock = createFakeClock();
  const sentAt = instant(clock);
  await clock.advance(2_000);
  const lease = createLease(clock, sentAt, 30_000);
  expect(lease.remainingMs()).toBe(25_000);
  await clock.advance(24_999);
  expect(lease.signal.aborted).toBe(false);
  await clock.advance(1);
  expect(lease.signal.aborted).toBe(true);
  expect(lease.signal.reason).toMatchObject({ code: 'lease-lost' });
  expect([lease.valid(), lease.remainingMs(), clock.pending]).toEqual([false, 0, 0]);
});

test('renewing moves the end, also to an earlier one where the session has become shorter', async () => {
  const clock = createFakeClock();
  const lease = createLease(clock, instant(clock), 30_000);
  await clock.advance(10_000);
  lease.renew(instant(clock), 30_000);
  expect(lease.remainingMs()).toBe(27_000);
  lease.renew(instant(clock), 6_000);
  await clock.advance(5_000);
  expect(lease.signal.aborted).toBe(true);
  expect(clock.pending).toBe(0);
});

test('over once, it stays over', async () => {
  const clock = createFakeClock();
  const lease = createLease(clock, instant(clock), 30_000);
  const why = new ConsumerError('lease-lost', 'Refused.');
  lease.end(why);
  lease.renew(instant(clock), 30_000);
  lease.end(new ConsumerError('lease-lost', 'Again.'));
  expect(lease.valid()).toBe(false);
  expect(lease.signal.reason).toBe(why);
  expect(clock.pending).toBe(0);
});

test('whichever clock says that the time is over is believed, before any timer fires', () => {
  const clock = createFakeClock();
  const lease = createLease(clock, instant(clock), 30_000);
  clock.jumpWall(27_000);
  expect(lease.signal.aborted).toBe(false);
  expect(lease.valid()).toBe(false);
  expect(lease.signal.aborted).toBe(true);
});

test('a wall clock that was set back does not prolong it', async () => {
  const clock = createFakeClock();
  const lease = createLease(clock, instant(clock), 30_000);
  clock.jumpWall(-3_600_000);
  await clock.advance(27_000);
  expect(lease.signal.aborted).toBe(true);
});

test('it can be over at birth', () => {
  const clock = createFakeClock();
  const sentAt = instant(clock);
  clock.jumpWall(3_600_000);
  expect(createLease(clock, sentAt, 30_000).valid()).toBe(false);
  expect(createLease(clock, instant(clock), 900).valid()).toBe(false);
  expect(clock.pending).toBe(0);
});

test('without a group there is a lease that never ends', () => {
  const lease = endlessLease();
  expect([lease.valid(), lease.remainingMs(), lease.signal.aborted]).toEqual([true, Number.POSITIVE_INFINITY, false]);
});
