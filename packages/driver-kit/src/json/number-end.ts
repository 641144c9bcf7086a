const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_E = 0x65;

/** Where the number of JSON ends that begins at `at`; `at` itself where none does. */
export function numberEnd(bytes: Uint8Array, at: number): number {
  const start = bytes[at] === MINUS ? at + 1 : at;
  let end = bytes[start] === ZERO ? start + 1 : digitsEnd(bytes, start);
  if (end === start) return at;
  if (bytes[end] === POINT) {
    const fraction = end + 1;
    end = digitsEnd(bytes, fraction);
    if (end === fraction) return at;
  }
  if (((bytes[end] as number) | 0x20) === LETTER_E) {
    const sign = bytes[end + 1];
    const exponent = sign === PLUS || sign === MINUS ? end + 2 : end + 1;
    end = digitsEnd(bytes, exponent);
    if (end === exponent) return at;
  }
  return end;
}

function digitsEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while ((bytes[end] as number) >= ZERO && (bytes[end] as number) <= NINE) end++;
  return end;
}
