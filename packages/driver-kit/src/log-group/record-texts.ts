import type { OpenBody } from './body.js';
import type { Group } from './group.js';
import type { LogPlace } from './log-place.js';
import { latin1Text, utf8Text } from './slice-text.js';

/** A record above this many bytes gets no string of its own: each of its texts holds only itself. */
export const LARGEST_RECORD_BYTES = 8192;

/**
 * The texts of one record, cut from a string of its group or of the record: that is several times faster than one call
 * into native code for each. What a cut may hold alive is told by `strings` in the options.
 */
export class RecordTexts {
  readonly #group: Group;
  readonly #log: LogPlace;
  #own: string | undefined;

  constructor(group: Group, log: LogPlace) {
    this.#group = group;
    this.#log = log;
  }

  /** The places are those of the whole body. */
  cut(body: OpenBody, from: number, to: number): string {
    const { start, end } = this.#log;
    const { bytes, view } = body;
    if (to - from < this.#group.cutsBelow || end - start > LARGEST_RECORD_BYTES) {
      return cutOne(body, this.#group, from, to);
    }
    if (!isAscii(view, from, to)) return utf8Text(bytes, from, to);
    this.#own ??= latin1Text(bytes, start, end);
    return this.#own.substring(from - start, to - start);
  }
}

/** One text alone: cheaper without a string of the whole record. */
export function cutOne({ bytes, view }: OpenBody, group: Group, from: number, to: number): string {
  if (to - from >= group.cutsBelow || !isAscii(view, from, to)) return utf8Text(bytes, from, to);
  return group.text(bytes).substring(from - group.start, to - group.start);
}

const HIGH_BITS = 0x8080_8080 | 0;

export function isAscii(view: DataView, from: number, to: number): boolean {
  let at = from;
  let bits = 0;
  for (; to - at >= 16; at += 16) {
    bits |= view.getInt32(at, true) | view.getInt32(at + 4, true);
    bits |= view.getInt32(at + 8, true) | view.getInt32(at + 12, true);
  }
  for (; to - at >= 4; at += 4) bits |= view.getInt32(at, true);
  for (; at < to; at++) bits |= view.getInt8(at);
  return (bits & HIGH_BITS) === 0;
}
