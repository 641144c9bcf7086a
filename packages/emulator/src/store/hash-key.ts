const DIGITS = 32;
/** The end of the last partition; counts as included. */
export const LAST_KEY: bigint = 2n ** 128n - 1n;

export function keyText(key: bigint): string {
  return key.toString(16).padStart(DIGITS, '0');
}

/** `count` equal ranges over [begin, end): part i starts at begin + floor(width · i / count). */
export function evenRanges(
  begin: bigint,
  end: bigint,
  count: number,
): { readonly begin: bigint; readonly end: bigint }[] {
  // The last key is included, so the whole range is one wider than its text says.
  const width = (end === LAST_KEY ? end + 1n : end) - begin;
  const start = (i: number): bigint => begin + (width * BigInt(i)) / BigInt(count);
  return Array.from({ length: count }, (_, i) => ({ begin: start(i), end: i === count - 1 ? end : start(i + 1) }));
}

/** Which side the zeros of a key with fewer digits go to, or that there may not be one. */
export type ShortKey = 'pad-right' | 'pad-left' | 'refuse';

/** Undefined for what is not 1 to 32 hex digits (exactly 32 where `short` is `refuse`). */
export function parseKey(text: string, short: ShortKey): bigint | undefined {
  if (!/^[0-9a-f]{1,32}$/i.test(text)) return undefined;
  if (text.length < DIGITS && short === 'refuse') return undefined;
  return BigInt(`0x${short === 'pad-left' ? text : text.padEnd(DIGITS, '0')}`);
}
