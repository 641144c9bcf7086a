import { ConsumerError } from '@polylog/core/driver';
import { shown, type ValueReader } from '@polylog/driver-kit';

/** How the official start and end times come in. */
export type OfficialNs = 'begin' | 'end' | bigint;

const MOST_NS = 2n ** 63n - 1n;

/** Below these borders a number is a plausible date in another unit; above all of them it is one in nanoseconds. */
const OTHER_UNITS = [
  [100_000_000_000n, 'seconds', 1_000_000_000n],
  [100_000_000_000_000n, 'milliseconds', 1_000_000n],
  [100_000_000_000_000_000n, 'microseconds', 1_000n],
] as const;

/**
 * Epoch nanoseconds as a `bigint` or digits, a `Date`, `{ epochMs }`, `begin` or `end`. 0 comes out as it is: what it means is
 * not the same for both times. The vendor's own sample calls the same value milliseconds in its help and nanoseconds in its
 * table, so a number that cannot be nanoseconds is refused.
 */
export const officialNs: ValueReader<OfficialNs> = (value, name) => {
  if (value === 'begin' || value === 'end') return value;
  const epochMs = msIn(value);
  if (epochMs !== undefined) return BigInt(Math.floor(epochMs)) * 1_000_000n;
  const ns = wholeNumber(value);
  if (ns === undefined || ns < 0n || ns > MOST_NS) {
    throw refused(
      `${name} is ${shown(value)}; allowed: epoch nanoseconds (a bigint, or digits as text), a Date, { epochMs }, "begin" or "end". For example 1700000000000000000n.`,
    );
  }
  if (ns === 0n) return ns;
  for (const [below, unit, factor] of OTHER_UNITS) {
    if (ns >= below) continue;
    throw refused(
      `${name} is ${ns}, which looks like ${unit}; allowed: epoch nanoseconds. Multiply it by ${factor}, or give a Date or { epochMs }.`,
    );
  }
  return ns;
};

function msIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const epochMs = value instanceof Date ? value.getTime() : (value as { epochMs?: unknown }).epochMs;
  return typeof epochMs === 'number' && Number.isFinite(epochMs) && epochMs >= 0 ? epochMs : undefined;
}

/** A number has lost its last digits by then, which are less than a microsecond. */
function wholeNumber(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && /^\d{1,19}$/.test(value.trim()) ? BigInt(value.trim()) : undefined;
}

function refused(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', message);
}
