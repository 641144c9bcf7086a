import { corrupt } from '@polylog/driver-kit';

/**
 * A place in a shard: a whole number from 0 to 2^63 - 1, about the service's receive time in nanoseconds. It comes as a bare
 * integer or as text, depending on route and revision; both are taken everywhere.
 */
export const MOST_CURSOR: bigint = 2n ** 63n - 1n;

export function cursorOf(call: string, value: unknown, name: string): bigint {
  const cursor = wholeNumber(value);
  if (cursor !== undefined && cursor >= 0n && cursor <= MOST_CURSOR) return cursor;
  throw corrupt(call, `no cursor under "${name}"`);
}

function wholeNumber(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined;
}
