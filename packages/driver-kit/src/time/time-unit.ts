const NS_PER_S = 1_000_000_000n;
const NS_PER_MS = 1_000_000n;

/** Of a time whose unit is not told: below these borders everything is a plausible date. */
export const SECONDS_BELOW = 1e11;
export const MILLISECONDS_BELOW = 1e14;
const MICROSECONDS_BELOW = 1e17;

/** The nanoseconds in its unit of a time since 1970 whose unit is not told. */
export function unitOf(time: bigint): bigint {
  const magnitude = time < 0n ? -time : time;
  if (magnitude < SECONDS_BELOW) return NS_PER_S;
  if (magnitude < MILLISECONDS_BELOW) return NS_PER_MS;
  return magnitude < MICROSECONDS_BELOW ? 1000n : 1n;
}

/** The same time in epoch milliseconds, rounded down, before 1970 too. */
export function epochMsOf(time: bigint): number {
  return nsToEpochMs(epochNsOf(time));
}

/** The same in epoch nanoseconds. */
export function epochNsOf(time: bigint): bigint {
  return time * unitOf(time);
}

export function nsToEpochMs(timeNs: bigint): number {
  const ms = timeNs / NS_PER_MS;
  return Number(timeNs % NS_PER_MS < 0n ? ms - 1n : ms);
}
