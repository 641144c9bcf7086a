import { deflateRawSync, deflateSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { PlainZlib } from './zlib-target.js';

const LEVELS = [0, 1, 6, 9];
const WINDOW_BITS = [9, 12, 15];
/** Default, filtered, Huffman only, run lengths, fixed codes. */
const STRATEGIES = [0, 1, 2, 3, 4];

/** The zlib form (RFC 1950), and the bare one (RFC 1951), which has no sum that would tell of damage. */
export const plainDeflate: PlainZlib = {
  compress(draw, raw) {
    const options = { level: draw.pick(LEVELS), windowBits: draw.pick(WINDOW_BITS), strategy: draw.pick(STRATEGIES) };
    return draw.chance(0.4) ? deflateSync(raw, options) : deflateRawSync(raw, options);
  },
  decompress(body, most) {
    const inflate = beginsAsZlib(body) ? inflateSync : inflateRawSync;
    // The types know nothing of `info`, which changes what is returned.
    const { buffer, engine } = inflate(body, { maxOutputLength: Math.max(1, most), info: true }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    return { raw: buffer, used: engine.bytesWritten };
  },
};

/** RFC 1950: method 8 in the low half of the first byte, and the first two a multiple of 31. */
function beginsAsZlib(body: Buffer): boolean {
  return body.length >= 2 && ((body[0] as number) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}
