import type { Limits } from '@polylog/core/driver';

/** Facts about the service that the engine plans with (SLS API reference, limits). */
export const limits: Limits = {
  // Not documented; a put, the smallest thing a pull gives, holds up to 10 MiB.
  maxBodyBytes: 10 * 1024 * 1024,
  timeResolutionMs: 1000,
  minIdleMs: 200,
  sessionTimeoutMs: { min: 1000, max: 86_400_000 },
  heartbeatMs: { min: 100, max: 600_000 },
};
