/** One sequence of an LZ4 block, which can be changed, and written so that it lies. */
export interface Lz4Sequence {
  literals: Buffer;
  /** Absent in the last one. */
  match: { distance: number; length: number } | undefined;
  /** Added to the literal count and to the match length that are told. */
  literalsOff?: number;
  matchOff?: number;
}

const MIN_MATCH = 4;

/** Takes a valid block apart. */
export function parseLz4(block: Buffer): Lz4Sequence[] {
  const sequences: Lz4Sequence[] = [];
  let at = 0;
  const rest = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let byte = 255; byte === 255; length += byte) byte = block[at++] as number;
    return length;
  };
  while (at < block.length) {
    const token = block[at++] as number;
    const count = rest(token >>> 4);
    const literals = block.subarray(at, at + count);
    at += count;
    if (at >= block.length) return [...sequences, { literals, match: undefined }];
    const distance = block.readUInt16LE(at);
    at += 2;
    sequences.push({ literals, match: { distance, length: rest(token & 15) + MIN_MATCH } });
  }
  return sequences;
}

export function writeLz4(sequences: readonly Lz4Sequence[]): Buffer {
  return Buffer.concat(sequences.map(writeSequence));
}

function writeSequence({ literals, match, literalsOff = 0, matchOff = 0 }: Lz4Sequence): Buffer {
  const count = Math.max(0, literals.length + literalsOff);
  const length = Math.max(0, (match?.length ?? MIN_MATCH) - MIN_MATCH + matchOff);
  return Buffer.concat([
    Buffer.from([(Math.min(count, 15) << 4) | Math.min(length, 15), ...rest(count)]),
    literals,
    Buffer.from(match === undefined ? [] : [match.distance & 255, (match.distance >>> 8) & 255, ...rest(length)]),
  ]);
}

/** What of a length does not fit the token: bytes that are added up, until one is below 255. */
function rest(length: number): Buffer {
  if (length < 15) return Buffer.alloc(0);
  const bytes = Buffer.alloc(Math.floor((length - 15) / 255) + 1, 255);
  bytes[bytes.length - 1] = (length - 15) % 255;
  return bytes;
}
