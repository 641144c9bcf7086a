import type { RecordTime } from '@polylog/driver-kit';
import { invalid } from './requests.js';

/**
 * A record's time as CLS takes it, where the unit shows in the magnitude: milliseconds, or microseconds where there is more to
 * tell. Finer ones the service does not document: nanoseconds are rounded down. Throws `invalid-argument`.
 */
export function clsTime(time: RecordTime): bigint {
  const us = microsecondsOf(time);
  // Fewer microseconds than that would be taken for milliseconds. As whole seconds such times can still be written.
  const isWritable = us !== undefined && us >= 0n && us < ABOVE_US && (us >= MILLISECONDS_BELOW || us % US_A_SECOND === 0n);
  if (!isWritable) {
    throw invalid(
      'time is none that can be written; allowed: a Date, { epochMs } or { timeNs: bigint }, from 1970 to 5138, and before March of 1973 in whole seconds. Leave it out for now.',
    );
  }
  if (us < MILLISECONDS_BELOW) return us / US_A_SECOND;
  return us % 1_000n === 0n && us / 1_000n >= SECONDS_BELOW ? us / 1_000n : us;
}

const US_A_SECOND = 1_000_000n;
/** Bounds of the magnitudes, as readers of CLS tell units: below these a time is in seconds, or in milliseconds. */
const SECONDS_BELOW = 100_000_000_000n;
const MILLISECONDS_BELOW = 100_000_000_000_000n;
/** From here on a time is in nanoseconds. */
const ABOVE_US = 100_000_000_000_000_000n;

function microsecondsOf(time: RecordTime): bigint | undefined {
  if (typeof time !== 'object' || time === null) return undefined;
  if ('timeNs' in time) return typeof time.timeNs === 'bigint' && time.timeNs >= 0n ? time.timeNs / 1_000n : undefined;
  const epochMs = time instanceof Date ? time.getTime() : time.epochMs;
  return Number.isFinite(epochMs) ? BigInt(Math.floor(epochMs * 1_000)) : undefined;
}
