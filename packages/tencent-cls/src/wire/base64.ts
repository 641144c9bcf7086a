/** How far a text has been decoded, in memory that holds both the text and what comes of it. */
export interface Base64Progress {
  /** The next character. */
  at: number;
  /** The next byte of the result, which is never beyond `at`. */
  to: number;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = 0x3d;

/**
 * Twelve bits for each pair of characters, read as a little-endian number; -1 for any other pair. Two lookups a quad are
 * three times as fast as four in a table of single characters, and only 12 KiB of the 128 are ever used.
 */
const PAIRS = new Int16Array(65_536).fill(-1);
for (let first = 0; first < 64; first++) {
  for (let second = 0; second < 64; second++) {
    PAIRS[ALPHABET.charCodeAt(first) | (ALPHABET.charCodeAt(second) << 8)] = (first << 6) | second;
  }
}

/**
 * Decodes base64 (RFC 4648, section 4) in place: goes on until a quad that is not four characters of the alphabet, or is
 * not whole before `end`. `view` is the memory.
 */
export function decodeQuads(view: DataView, progress: Base64Progress, end: number): void {
  let { at, to } = progress;
  // Four quads at a stroke. What is written ends before what is read next, so that nothing is lost by stopping here.
  for (const last = end - 16; at <= last; at += 16, to += 12) {
    const a = (pairAt(view, at) << 12) | pairAt(view, at + 2);
    const b = (pairAt(view, at + 4) << 12) | pairAt(view, at + 6);
    const c = (pairAt(view, at + 8) << 12) | pairAt(view, at + 10);
    const d = (pairAt(view, at + 12) << 12) | pairAt(view, at + 14);
    if ((a | b | c | d) < 0) break;
    view.setInt32(to, (a << 8) | (b >>> 16));
    view.setInt32(to + 4, (b << 16) | (c >>> 8));
    view.setInt32(to + 8, (c << 24) | d);
  }
  for (const last = end - 4; at <= last; at += 4, to += 3) {
    const quad = (pairAt(view, at) << 12) | pairAt(view, at + 2);
    if (quad < 0) break;
    view.setInt16(to, quad >>> 8);
    view.setInt8(to + 2, quad);
  }
  progress.at = at;
  progress.to = to;
}

/**
 * Decodes the last quad of a text, if it is one with padding. Only the one way of writing a byte or two is taken, as all
 * encoders write it: a padded quad whose idle bits are zero. Anything else stays where it is.
 */
export function decodePaddedQuad(view: DataView, progress: Base64Progress, end: number): void {
  const { at, to } = progress;
  if (end - at < 4 || view.getUint8(at + 3) !== PADDING) return;
  const first = pairAt(view, at);
  if (first < 0) return;
  if (view.getUint8(at + 2) === PADDING) {
    if ((first & 15) !== 0) return;
    view.setInt8(to, first >>> 4);
    progress.to = to + 1;
  } else {
    // An "A" stands for six bits that are all zero.
    const second = PAIRS[view.getUint8(at + 2) | (A << 8)] as number;
    if (second < 0 || (second & 0xff) !== 0) return;
    view.setInt16(to, (first << 4) | (second >>> 8));
    progress.to = to + 2;
  }
  progress.at = at + 4;
}

const A = 0x41;

function pairAt(view: DataView, at: number): number {
  return PAIRS[view.getUint16(at, true)] as number;
}
