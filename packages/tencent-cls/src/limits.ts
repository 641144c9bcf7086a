import type { Limits } from '@polylog/core/driver';

/** The largest package the service takes; a read gives at least one log group, however small the size asked for. */
const LARGEST_GROUP_BYTES = 6 * 1024 * 1024;

/** The longest timeout that a group may have, in milliseconds: an hour. */
export const LONGEST_SESSION_MS = 3_600_000;

/** Facts about the service that the engine plans with (its pages on limits and on consuming by groups). */
export function limitsOf(settings: { readonly maxReadBytes: number; readonly callsPerSecond: number }): Limits {
  return {
    // Log groups travel as Base64.
    maxBodyBytes: Math.ceil((Math.max(settings.maxReadBytes, LARGEST_GROUP_BYTES) * 4) / 3),
    timeResolutionMs: 1000,
    minIdleMs: 200,
    sessionTimeoutMs: { min: 1000, max: LONGEST_SESSION_MS },
    heartbeatMs: { min: 100, max: 1_800_000 },
    // Half of what an account may send: other processes have members too, and moving partitions want quicker heartbeats.
    heartbeatsPerSecond: settings.callsPerSecond / 2,
  };
}
