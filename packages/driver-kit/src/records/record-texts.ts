import type { LogPlace } from './log-place.js';
import type { Memory } from './memory.js';
import { latin1Text, utf8Text } from './slice-text.js';
import type { TextStretch } from './text-stretch.js';

/** A record above this many bytes gets no string of its own: each of its texts holds only itself. */
export const LARGEST_RECORD_BYTES: number = 8192;

/**
 * The texts of one record, cut from a string of its stretch of the body or of the record: that is several times faster than
 * one call into native code for each. What a cut may hold alive is told by `strings` in the options.
 */
export class RecordTexts {
  readonly #stretch: TextStretch;
  readonly #log: LogPlace;
  #own: string | undefined;

  constructor(stretch: TextStretch, log: LogPlace) {
    this.#stretch = stretch;
    this.#log = log;
  }

  /** The places are those of the whole body. */
  cut(memory: Memory, from: number, to: number): string {
    const { start, end } = this.#log;
    const { bytes, view } = memory;
    if (to - from < this.#stretch.cutsBelow || end - start > LARGEST_RECORD_BYTES) {
      return cutOne(memory, this.#stretch, from, to);
    }
    if (!isAscii(view, from, to)) return utf8Text(bytes, from, to);
    this.#own ??= latin1Text(bytes, start, end);
    return this.#own.substring(from - start, to - start);
  }
}

/** One text alone: cheaper without a string of the whole record. */
export function cutOne({ bytes, view }: Memory, stretch: TextStretch, from: number, to: number): string {
  if (to - from > LARGEST_RECORD_BYTES || !isAscii(view, from, to)) return utf8Text(bytes, from, to);
  if (to - from >= stretch.cutsBelow) return latin1Text(bytes, from, to);
  return stretch.text(bytes).substring(from - stretch.start, to - stretch.start);
}

const HIGH_BITS = 0x8080_8080 | 0;

/** Whether none of the bytes of a value is above 127. At least four bytes stand before one: its name, and what frames both. */
export function isAscii(view: DataView, from: number, to: number): boolean {
  const length = to - from;
  // The last four bytes, or of the word that ends with them only those that are the value's.
  let bits =
    length >= 4 ? view.getInt32(to - 4, true) : length === 0 ? 0 : view.getInt32(to - 4, true) >> (32 - 8 * length);
  let at = from;
  for (const last = to - 16; at < last; at += 16) {
    bits |= view.getInt32(at, true) | view.getInt32(at + 4, true);
    bits |= view.getInt32(at + 8, true) | view.getInt32(at + 12, true);
  }
  for (const last = to - 4; at < last; at += 4) bits |= view.getInt32(at, true);
  return (bits & HIGH_BITS) === 0;
}
