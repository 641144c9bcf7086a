import type { DriverBatch, EndBound, Partition } from '../driver.js';
import { type Clock, sleep } from '../flow/clock.js';
import type { Position } from '../position.js';

/** How far the service's own time must have passed the end before the end's place is asked for. */
const SETTLED_AFTER_MS = 5_000;
/** How exact `servedAtMs` is: services tell it in whole seconds. */
const SERVED_AT_WITHIN_MS = 1_000;

/** The end of one partition: a time at first, a place once the service's time has passed it. */
export interface EndResolver {
  /** What to read with. */
  readonly bound: EndBound;
  /** Whether a batch that was read without the end's place may hold what lies behind it. */
  reaches(batch: DriverBatch): boolean;
  /** Waits until the service's time has passed the end, and asks for its place. */
  resolve(partition: Partition, servedAtMs: number | undefined, signal: AbortSignal): Promise<void>;
}

export interface EndResolverOptions {
  readonly epochMs: number;
  readonly locate: (partition: Partition, signal: AbortSignal) => Promise<Position>;
  readonly clock: Clock;
}

export function createEndResolver({ epochMs, locate, clock }: EndResolverOptions): EndResolver {
  let position: Position | undefined;
  return {
    get bound() {
      return position === undefined ? { epochMs } : { epochMs, position };
    },
    reaches: (batch) =>
      position === undefined &&
      // A read-only partition ends where its records do, which may be behind the end bound.
      (batch.state !== 'ended' || batch.recordCount > 0) &&
      (batch.servedAtMs ?? clock.now()) + SERVED_AT_WITHIN_MS >= epochMs,
    async resolve(partition, servedAtMs, signal) {
      const waitMs = epochMs + SETTLED_AFTER_MS - (servedAtMs ?? clock.now());
      if (waitMs > 0) await sleep(clock, waitMs, signal);
      position = await locate(partition, signal);
    },
  };
}

/** An end bound of a service that knows times only so exactly is rounded up: nothing before it may be missed. */
export function roundUpMs(epochMs: number, resolutionMs: number): number {
  return Math.ceil(epochMs / resolutionMs) * resolutionMs;
}
