import { type ClsLogInput, fieldPairs, type NewRecord, type RecordTime, splitTime } from '@polylog/driver-kit';

/** A record as a log of CLS. Throws `invalid-argument`; no message repeats what it says. */
export function logInputOf({ time, fields }: NewRecord, nowMs: number): ClsLogInput {
  const isNow = time === undefined || time === null;
  return { time: isNow ? Math.floor(nowMs) : timeOf(time), contents: fieldPairs(fields) };
}

/** Below this, milliseconds would be taken for seconds: a time's unit is told by its magnitude alone. */
const LEAST_MS = 1e11;

/**
 * Milliseconds, or microseconds where there is more to a time: finer than these the service documents none, and what is left is
 * cut off. Before March 1973 whole seconds.
 */
function timeOf(time: RecordTime): number {
  const { seconds, nsPart = 0 } = splitTime(time);
  if (seconds * 1_000 < LEAST_MS) return seconds;
  const microseconds = Math.floor(nsPart / 1_000);
  return microseconds % 1_000 === 0 ? seconds * 1_000 + microseconds / 1_000 : seconds * 1_000_000 + microseconds;
}
