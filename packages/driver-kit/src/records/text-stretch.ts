import { latin1Text } from './slice-text.js';

/** What a text that is kept may hold alive: its own record, or all records that were read from the same string. */
export type Strings = 'safe' | 'shared';

/** A stretch above this many bytes gets no string of its own; its records do. */
const LARGEST_STRETCH_BYTES = 256 * 1024;

/**
 * V8 copies a cut of fewer characters than this; a longer one keeps alive what it was cut from. Should that ever change,
 * the tests of what a text holds alive fail.
 */
const COPIED_BELOW = 13;

/** A part of a body, several records long as a rule, and the string from which texts in it may be cut. */
export class TextStretch {
  readonly start: number;
  readonly end: number;
  /** Texts of fewer bytes may be cut from {@link text}. */
  readonly cutsBelow: number;
  /** Whether a record needed a string of its own, as those behind it then do as well, most likely. */
  ownTexts = false;
  #text: string | undefined;

  constructor(start: number, end: number, strings: Strings | undefined) {
    this.start = start;
    this.end = end;
    const small = end - start <= LARGEST_STRETCH_BYTES;
    this.cutsBelow = !small ? 0 : strings === 'shared' ? LARGEST_STRETCH_BYTES + 1 : COPIED_BELOW;
  }

  /** The whole stretch as latin1, in which a byte is a character, so that places in bytes are places in it. */
  text(bytes: Buffer): string {
    this.#text ??= latin1Text(bytes, this.start, this.end);
    return this.#text;
  }
}
