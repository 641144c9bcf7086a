const NS_PER_MS = 1_000_000n;
/** No log is kept for longer. */
const LONGEST_KEPT_MS = 366 * 86_400_000;
/** How far the clocks of a service may be apart. */
const APART_MS = 60_000;

/**
 * When the newest log before a place was received, by the service's time in milliseconds. A cursor is about the time of
 * receipt in nanoseconds, which its documents say and do not promise: one that cannot be the time of a log tells nothing.
 */
export function receivedAtMs(next: bigint, servedAtMs: number | undefined): number | undefined {
  const ms = next / NS_PER_MS;
  if (servedAtMs === undefined || ms < servedAtMs - LONGEST_KEPT_MS || ms > servedAtMs + APART_MS) return undefined;
  return Number(ms);
}
