import { expect, test } from 'vitest';
import { heartbeatIntervalMs, nextHeartbeatMs } from './heartbeat-pace.js';

test.each([
  [30_000, undefined, 600_000, 5_000],
  [60_000, undefined, 600_000, 10_000],
  [30_000, 1_000, 600_000, 1_000],
  [30_000, 10_000, 600_000, 10_000],
  [30_000, 25_000, 600_000, 10_000],
  [60_000, undefined, 1_000, 1_000],
  [60_000, 2_000, 1_000, 1_000],
  [3_000, undefined, 1_000, 500],
])('session %i ms, asked for %s, at most %i: every %i ms', (sessionMs, askedMs, mostMs, everyMs) => {
  expect(heartbeatIntervalMs(sessionMs, askedMs, mostMs)).toBe(everyMs);
});

const answer = { partitions: [], sessionTimeoutMs: 30_000, moving: false };

test.each([
  ['nothing special', answer, undefined, 5_000, 5_000],
  ['partitions move', { ...answer, moving: true }, undefined, 5_000, 1_500],
  ['holding nothing yet', answer, 0, 5_000, 1_500],
  ['holding nothing for almost a session', answer, 29_999, 5_000, 1_500],
  ['holding nothing for a session', answer, 30_000, 5_000, 5_000],
  ['an interval shorter than that', { ...answer, moving: true }, 0, 800, 800],
])('%s', (_, answered, holdsNothingForMs, intervalMs, expected) => {
  expect(nextHeartbeatMs(answered, { intervalMs, holdsNothingForMs, random: () => 0.5 })).toBe(expected);
});
