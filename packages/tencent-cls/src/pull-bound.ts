import type { PullOutcome } from './progress.js';

/** Records may become readable some seconds after the service has received them: the engine waits as long for the end's place. */
const SETTLED_AFTER_MS = 5_000;

/** What the end time that a pull names, in epoch milliseconds, is at the service's time. */
export function boundOf(untilMs: number | undefined, nowMs: number): PullOutcome['bound'] {
  if (untilMs === undefined) return 'none';
  return nowMs >= untilMs + SETTLED_AFTER_MS ? 'over' : 'open';
}
