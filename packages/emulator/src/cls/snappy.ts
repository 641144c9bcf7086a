import { compress } from 'snappyjs';

/** A stretch of a snappy body: elements that need nothing before them, and how many bytes they make. */
export interface SnappyPart {
  readonly elements: Uint8Array;
  readonly rawBytes: number;
}

/** Compressed for itself, so that it can be put beside others later. */
export function snappyPart(raw: Uint8Array): SnappyPart {
  const whole = compress(raw);
  let at = 0;
  while ((whole[at] as number) > 127) at += 1;
  // A copy: what the library gives is the head of memory that is larger than the input.
  return { elements: Buffer.copyBytesFrom(whole, at + 1), rawBytes: raw.length };
}

/** A snappy block is its length before compression and then elements; those of several parts, one after the other, are one. */
export function snappyBlock(parts: readonly SnappyPart[]): readonly Uint8Array[] {
  const rawBytes = parts.reduce((sum, part) => sum + part.rawBytes, 0);
  return [lengthPrefix(rawBytes), ...parts.map((part) => part.elements)];
}

/** The block with another length in front. */
export function withLength(block: Uint8Array, rawBytes: number): Buffer {
  let at = 0;
  while ((block[at] ?? 0) > 127) at += 1;
  return Buffer.concat([lengthPrefix(rawBytes), block.subarray(at + 1)]);
}

function lengthPrefix(length: number): Buffer {
  const bytes: number[] = [];
  let rest = length;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}
