import { plainContentEnd } from './plain-content.js';

/** Tag of the time in a log, on all services. */
export const TIME = 0x08;

/** A tag and a fixed32. */
const NS_BYTES = 5;
const MOST_TIME_BYTES = 10;

/**
 * A log is plain if it has the form in which everybody writes one, its fields by their numbers: the time, contents in the
 * plain form, then the nanoseconds or nothing. All that one has to know of such a log is its tail, which is the number
 * of bytes behind its contents. `ODD` stands for any other log, which may still be good.
 */
export const ODD = 255;

/** The tail of the log from `start` to `end`. `nsTag` is -1 where the service has no nanoseconds. */
export function tailOf(bytes: Uint8Array, start: number, end: number, nsTag: number): number {
  if (bytes[start] !== TIME) return ODD;
  let at = contentsStart(bytes, start);
  if (at - start > 1 + MOST_TIME_BYTES) return ODD;
  while (at < end) {
    const contentEnd = plainContentEnd(bytes, at, end);
    if (contentEnd === 0) break;
    at = contentEnd;
  }
  if (at === end) return 0;
  return at === end - NS_BYTES && bytes[at] === nsTag ? NS_BYTES : ODD;
}

/** Where the first content of a log that begins with its time stands, or would stand. */
export function contentsStart(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while ((bytes[at] as number) > 127) at++;
  return at + 1;
}
