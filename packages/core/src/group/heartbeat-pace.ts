import type { Assignment } from '../driver.js';
import type { Random } from '../flow/clock.js';

/** A heartbeat is due every sixth of the server's session, and never later than every third, or than the service wants. */
export function heartbeatIntervalMs(sessionTimeoutMs: number, askedMs: number | undefined, mostMs: number): number {
  return Math.min(askedMs ?? sessionTimeoutMs / 6, sessionTimeoutMs / 3, mostMs);
}

/**
 * How long after a good heartbeat was sent the next one is due. While partitions change hands it comes every one to two
 * seconds, and also for at most one session while this member holds nothing, because that is when a partition arrives.
 */
export function nextHeartbeatMs(
  answer: Assignment,
  o: { readonly intervalMs: number; readonly holdsNothingForMs: number | undefined; readonly random: Random },
): number {
  const waiting = o.holdsNothingForMs !== undefined && o.holdsNothingForMs < answer.sessionTimeoutMs;
  return answer.moving || waiting ? Math.min(o.intervalMs, 1_000 + 1_000 * o.random()) : o.intervalMs;
}
