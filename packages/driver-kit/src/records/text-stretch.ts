/** What a text that is kept may hold alive: its own record, or all records that were read from the same string. */
export type Strings = 'safe' | 'shared';

/** A part of a body, several records long as a rule, and the string from which texts in it may be cut. */
export interface TextStretch {
  readonly start: number;
  /** Texts of fewer bytes may be cut from {@link text}; see {@link cutsBelow}. */
  readonly cutsBelow: number;
  /** Whether a record needed a string of its own, as those behind it then do as well, most likely. */
  ownTexts: boolean;
  /** The whole stretch as latin1, in which a byte is a character, so that places in bytes are places in it. */
  text(bytes: Buffer): string;
}

/** A stretch above this many bytes gets no string of its own; its records do. */
const LARGEST_BYTES = 256 * 1024;

/**
 * V8 copies a cut of fewer characters than this; a longer one keeps alive what it was cut from. Should that ever change,
 * the tests of what a text holds alive fail.
 */
const COPIED_BELOW = 13;

/** Which texts may be cut from the string of a stretch of so many bytes. */
export function cutsBelow(stretchBytes: number, strings: Strings | undefined): number {
  if (stretchBytes > LARGEST_BYTES) return 0;
  return strings === 'shared' ? LARGEST_BYTES + 1 : COPIED_BELOW;
}
