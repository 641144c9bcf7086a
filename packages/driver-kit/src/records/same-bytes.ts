/** The bytes of a field name, or of how it is written, made ready to be compared with many places. */
export interface Pattern {
  readonly length: number;
  /** As 32-bit words from the first byte on, without the last four bytes. */
  readonly words: Int32Array;
  /** The last four bytes, or fewer; 0 where there are none. */
  readonly last: number;
  /** How many bits of a word that ends where the name does belong to what stands before it. */
  readonly shift: number;
}

export function patternOf(bytes: Uint8Array): Pattern {
  const { length } = bytes;
  const padded = Buffer.concat([Buffer.alloc(4), bytes]);
  const words = new Int32Array(Math.max(0, Math.ceil((length - 4) / 4)));
  for (let i = 0; i < words.length; i++) words[i] = padded.readInt32LE(4 + 4 * i);
  const shift = Math.max(0, 8 * (4 - length));
  return { length, words, last: shift === 32 ? 0 : padded.readInt32LE(length) >> shift, shift };
}

/**
 * Whether exactly these bytes stand from `start` to `end`. At least four bytes must stand before `end` in the body, so that a
 * word may be read that ends there: before the name of a content stand two tags and two lengths.
 */
export function sameBytes(
  view: DataView,
  start: number,
  end: number,
  { length, words, last, shift }: Pattern,
): boolean {
  if (end - start !== length) return false;
  if (shift === 32) return true;
  if (view.getInt32(end - 4, true) >> shift !== last) return false;
  let word = 0;
  for (let at = start; at < end - 4; at += 4) if (view.getInt32(at, true) !== words[word++]) return false;
  return true;
}

/** Whether these bytes stand from `start` on; four bytes must stand before their end, as above. */
export function bytesFollow(bytes: Uint8Array, view: DataView, start: number, pattern: Pattern): boolean {
  const end = start + pattern.length;
  return end <= bytes.length && sameBytes(view, start, end, pattern);
}
