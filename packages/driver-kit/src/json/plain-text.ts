// Four bytes at once, as a word of 32 bits.
const ONES = 0x0101_0101;
const SPACES = 0x2020_2020;
const QUOTES = 0x2222_2222;
const BACKSLASHES = 0x5c5c_5c5c;
const HIGH_BITS = 0x8080_8080 | 0;

/**
 * Where the plain part of a text ends that goes on at `at`: at the first quote, backslash, control character or byte of a
 * character that is not ASCII; or at the end of the bytes. A quote there means that the text stands as it reads.
 */
export function plainTextEnd(bytes: Uint8Array, view: DataView, at: number): number {
  let place = at;
  for (const last = bytes.length - 4; place <= last; place += 4) {
    const marks = marksIn(view.getInt32(place, true));
    if (marks !== 0) return place + firstMark(marks);
  }
  while (place < bytes.length && marksIn((bytes[place] as number) | (SPACES << 8)) === 0) place++;
  return place;
}

/**
 * The highest bit of each byte that ends a plain part. What stands behind the first one may be marked too, without being one:
 * a byte from which one is taken that it does not have takes it from its neighbour.
 */
export function marksIn(word: number): number {
  const marks = ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | word;
  return marks & HIGH_BITS;
}

/** How many bytes stand before the first one that is marked. */
export function firstMark(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}
