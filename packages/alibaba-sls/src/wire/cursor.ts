/**
 * A cursor is Base64 of the decimal digits of a 64-bit number that grows by one with every log group of its shard. It
 * says nothing about time, and is comparable inside one shard only. Numbers are `bigint`: they are beyond 2^53.
 */
const LARGEST = 2n ** 63n - 1n;

/** The number of a cursor, or undefined for text that no service would have given. */
export function decodeCursor(cursor: string): bigint | undefined {
  if (cursor.length > 28) return undefined;
  const bytes = Buffer.from(cursor, 'base64');
  // Node skips what is not Base64; only a text that comes out again unchanged was one.
  if (bytes.toString('base64') !== cursor) return undefined;
  return parseDecimal(bytes.toString('latin1'));
}

export function encodeCursor(value: bigint): string {
  if (value < 0n || value > LARGEST) throw new RangeError(`a cursor is between 0 and ${LARGEST}, not ${value}`);
  return Buffer.from(value.toString(), 'latin1').toString('base64');
}

/** A cursor's number as it stands in `x-log-read-last-cursor`: plain decimal, not Base64. */
export function parseDecimal(digits: string): bigint | undefined {
  if (!/^(?:0|[1-9]\d{0,18})$/.test(digits)) return undefined;
  const value = BigInt(digits);
  return value > LARGEST ? undefined : value;
}

/** Negative, zero or positive as `a` stands before, at or after `b`; undefined if one of them is malformed. */
export function compareCursors(a: string, b: string): -1 | 0 | 1 | undefined {
  const left = decodeCursor(a);
  const right = decodeCursor(b);
  if (left === undefined || right === undefined) return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The cursor `groups` log groups further on; undefined if that is no cursor any more. */
export function cursorPlus(cursor: string, groups: bigint): string | undefined {
  const value = decodeCursor(cursor);
  if (value === undefined) return undefined;
  const moved = value + groups;
  return moved < 0n || moved > LARGEST ? undefined : encodeCursor(moved);
}

/** The cursor `groups` log groups before it; undefined if there is none. */
export function cursorMinus(cursor: string, groups: bigint): string | undefined {
  return cursorPlus(cursor, -groups);
}
