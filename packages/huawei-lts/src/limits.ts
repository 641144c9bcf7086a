import type { Limits } from '@polylog/core/driver';

/** The service's answers are documented to have at most 10 MB; what a proxy makes of them may have a little more. */
export const LARGEST_ANSWER_BYTES: number = 16 * 1024 * 1024;

/** The official clients take shards for lost after a minute, whatever the group's timeout is. */
export const LONGEST_SESSION_MS = 60_000;

/** Facts about the service that the engine plans with; most of them are assumptions until somebody has seen it. */
export const limits: Limits = {
  maxBodyBytes: LARGEST_ANSWER_BYTES,
  timeResolutionMs: 1,
  // What the official consumers pause.
  minIdleMs: 200,
  sessionTimeoutMs: { min: 1000, max: 3_600_000 },
  heartbeatMs: { min: 100, max: 1000 },
};
