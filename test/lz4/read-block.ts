/** Where in a block something stands that steers the reader, and what was there. */
export interface Landmark {
  readonly what: 'token' | 'length' | 'distance';
  readonly at: number;
  /** How much had been read out before it. */
  readonly rawBefore: number;
}

/**
 * What the LZ4 block format says of a block and the raw size told with it:
 * - `valid`: every reader must read it, and to these bytes;
 * - `loose-end`: it can be read, but breaks the rules for the end (5 literals at least, the last match 12 bytes or more
 *   before the end; an empty body is one zero byte), for which "a conformant decoder is allowed to reject" it;
 * - `zero-distance`: a match with distance 0, which is "an invalid value, not used";
 * - `damaged`: anything else that cannot be read, or is of another size.
 */
export type Verdict = 'valid' | 'loose-end' | 'zero-distance' | 'damaged';

export interface BlockReading {
  readonly verdict: Verdict;
  readonly raw: Buffer;
  readonly landmarks: readonly Landmark[];
}

/** More than any raw size that is told here. */
const MOST_RAW_BYTES = 1_000_000;

/** Reads a block byte by byte, as the format describes it and with nothing clever: the judge of the other two. */
export function readBlock(block: Uint8Array, rawBytes?: number): BlockReading {
  const raw: number[] = [];
  const landmarks: Landmark[] = [];
  let at = 0;
  let lastMatchStart = Number.NEGATIVE_INFINITY;
  const reading = (verdict: Verdict): BlockReading => ({ verdict, raw: Buffer.from(raw), landmarks });
  const note = (what: Landmark['what']): void => {
    landmarks.push({ what, at, rawBefore: raw.length });
  };
  /** `undefined` where the block ends inside it. */
  const lengthFrom = (nibble: number): number | undefined => {
    let length = nibble;
    for (let more: number | undefined = nibble === 15 ? 255 : 0; more === 255; length += more) {
      note('length');
      more = block[at++];
      if (more === undefined) return undefined;
    }
    return length;
  };

  for (;;) {
    note('token');
    const token = block[at++];
    if (token === undefined) return reading('damaged');
    const literals = lengthFrom(token >> 4);
    if (literals === undefined || at + literals > block.length) return reading('damaged');
    for (let i = 0; i < literals; i++) raw.push(block[at++] as number);
    if (at === block.length) {
      if (raw.length !== (rawBytes ?? raw.length)) return reading('damaged');
      const ruled = raw.length - lastMatchStart >= 12 && (literals >= 5 || lastMatchStart < 0);
      return reading(ruled && (raw.length > 0 || token === 0) ? 'valid' : 'loose-end');
    }

    note('distance');
    const [low, high] = [block[at++], block[at++]];
    if (low === undefined || high === undefined) return reading('damaged');
    const distance = low | (high << 8);
    if (distance > raw.length) return reading('damaged');
    lastMatchStart = raw.length;
    const more = lengthFrom(token & 15);
    if (more === undefined) return reading('damaged');
    if (distance === 0) return reading('zero-distance');
    if (raw.length + more > (rawBytes ?? MOST_RAW_BYTES)) return reading('damaged');
    for (let i = 0; i < more + 4; i++) raw.push(raw[raw.length - distance] as number);
  }
}
