import { plainContentEnd } from './plain-content.js';

/** Tag of the time in a log, on all services. */
export const TIME = 0x08;

/** A tag and a fixed32. */
const FIXED32_BYTES = 5;
const MOST_VARINT_BYTES = 10;

/**
 * A log is plain if it has the form in which everybody writes one, its fields by their numbers: the time, contents in the
 * plain form, then one more number (SLS nanoseconds, CLS the time of collecting) or nothing. All that one has to know of
 * such a log is its tail, which is the number of bytes behind its contents. `ODD` stands for any other log, which may
 * still be good.
 */
export const ODD = 255;

/** The tail of the log from `start` to `end`. `tailTag` is that of the number, a fixed32 or a varint; -1 where there is none. */
export function tailOf(bytes: Uint8Array, view: DataView, start: number, end: number, tailTag: number): number {
  if (bytes[start] !== TIME) return ODD;
  let at = contentsStart(bytes, view, start, end);
  if (at - start > 1 + MOST_VARINT_BYTES) return ODD;
  while (at < end) {
    const contentEnd = plainContentEnd(bytes, view, at, end);
    if (contentEnd === 0) break;
    at = contentEnd;
  }
  if (at === end) return 0;
  if (bytes[at] !== tailTag) return ODD;
  const isWhole = (tailTag & 7) === 0 ? isVarint(bytes, at + 1, end) : end - at === FIXED32_BYTES;
  return isWhole ? end - at : ODD;
}

function isVarint(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > MOST_VARINT_BYTES) return false;
  let at = start;
  while (at < end && (bytes[at] as number) > 127) at++;
  return at === end - 1;
}

/** Where the first content of a log that begins with its time stands, or would stand. */
export function contentsStart(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  if (hasTimeOfFiveBytes(bytes, view, start, end)) return start + 6;
  let at = start + 1;
  while ((bytes[at] as number) > 127) at++;
  return at + 1;
}

/** The time of a plain log, if it is a number of seconds. */
export function plainSeconds(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  if (hasTimeOfFiveBytes(bytes, view, start, end)) {
    const word = view.getInt32(start + 1, true);
    const low = (word & 0x7f) | ((word >> 1) & 0x3f80) | ((word >> 2) & 0x1f_c000) | ((word >> 3) & 0xfe0_0000);
    return (low | ((bytes[start + 5] as number) << 28)) >>> 0;
  }
  let seconds = 0;
  for (let at = start + 1, shift = 0; ; at++, shift += 7) {
    const byte = bytes[at] as number;
    if (shift < 32) seconds |= (byte & 127) << shift;
    if (byte < 128) return seconds >>> 0;
  }
}

/** The same if it is a 64-bit number; infinite where it takes more than eight bytes, as one below 0 does. */
export function plainTime(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  let low = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[at++] as number;
    low |= (byte & 127) << shift;
    if (byte < 128) return low;
  }
  let high = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[at++] as number;
    high |= (byte & 127) << shift;
    if (byte < 128) return low + high * 2 ** 28;
  }
  return Number.POSITIVE_INFINITY;
}

/** As seconds are from 1978 to 2106. */
function hasTimeOfFiveBytes(bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
  const HIGH_BITS = 0x8080_8080 | 0;
  return (
    end - start >= 6 && (view.getInt32(start + 1, true) & HIGH_BITS) === HIGH_BITS && (bytes[start + 5] as number) < 128
  );
}
