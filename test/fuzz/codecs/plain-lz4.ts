/** Decodes an LZ4 block byte by byte, as the format is described; undefined where it is none or holds more than `most`. */
export function plainLz4(block: Buffer, most: number): Buffer | undefined {
  if (block.length === 0) return most === 0 ? Buffer.alloc(0) : undefined;
  const output = Buffer.alloc(most);
  let at = 0;
  let to = 0;
  /** A nibble and the bytes that go on with it; undefined where they are cut. */
  const length = (nibble: number): number | undefined => {
    let sum = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; ) {
      const next = block[at++];
      if (next === undefined) return undefined;
      more = next;
      sum += more;
    }
    return sum;
  };
  for (;;) {
    const token = block[at++];
    if (token === undefined) return undefined;
    const literals = length(token >>> 4);
    if (literals === undefined || at + literals > block.length || to + literals > most) return undefined;
    for (let left = literals; left > 0; left--) output[to++] = block[at++] as number;
    if (at === block.length) return output.subarray(0, to);
    const [low, high] = [block[at++], block[at++]];
    if (low === undefined || high === undefined) return undefined;
    const distance = high * 256 + low;
    const match = length(token & 15);
    if (match === undefined || distance === 0 || distance > to || to + match + 4 > most) return undefined;
    for (let left = match + 4; left > 0; left--) output[to] = output[to++ - distance] as number;
  }
}
