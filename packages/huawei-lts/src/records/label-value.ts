import { type JsonScanner, LONGEST_NUMBER, plainTextEnd } from '@polylog/driver-kit';
import { CLOSE_OBJECT, COMMA, MINUS, NINE, POINT, QUOTE, ZERO } from './characters.js';

/** Values stand in the object of labels. */
const VALUE_DEPTH = 1;

/**
 * Where the value of a label ends that begins at `at`. Texts that stand as they read and numbers, as nearly all are, are
 * passed over here, everything else is left to the scanner; throws `corrupt-data` for what is no value.
 */
export function labelValueEnd(scanner: JsonScanner, at: number): number {
  const { bytes, view } = scanner;
  if (bytes[at] === QUOTE) {
    const end = plainTextEnd(bytes, view, at + 1);
    if (bytes[end] === QUOTE) return end + 1;
  } else {
    const end = plainNumberEnd(bytes, at);
    if (end > at && end - at <= LONGEST_NUMBER) return end;
  }
  scanner.at = at;
  scanner.skip(VALUE_DEPTH);
  return scanner.at;
}

/** Where a number without an exponent ends that begins at `at`; `at` itself where none does, or something of it follows. */
export function plainNumberEnd(bytes: Uint8Array, at: number): number {
  const start = bytes[at] === MINUS ? at + 1 : at;
  let end = bytes[start] === ZERO ? start + 1 : digitsEnd(bytes, start);
  if (end === start) return at;
  if (bytes[end] === POINT) {
    const fraction = end + 1;
    end = digitsEnd(bytes, fraction);
    if (end === fraction) return at;
  }
  return bytes[end] === COMMA || bytes[end] === CLOSE_OBJECT ? end : at;
}

function digitsEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while ((bytes[end] as number) >= ZERO && (bytes[end] as number) <= NINE) end++;
  return end;
}
