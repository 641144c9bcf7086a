import { deflateSync, inflateRawSync, inflateSync } from 'node:zlib';
import { type Codec, checkedRawBytes } from './codec.js';
import { wholeResult, type ZlibLimits, type ZlibResult } from './zlib-result.js';

/** Writes the zlib form (RFC 1950), as the vendor's SDKs do; reads it and the bare one (RFC 1951), which the reference names once. */
export const deflate: Codec = {
  name: 'deflate',
  compress: (input) => deflateSync(input),
  decompress(input, options) {
    const inflate = isZlibForm(input) ? inflateSync : inflateRawSync;
    // The types know nothing of `info`, which changes what is returned.
    const run = (limits: ZlibLimits): ZlibResult => inflate(input, limits) as unknown as ZlibResult;
    return wholeResult('deflate', input, checkedRawBytes('deflate', options), run);
  },
};

/** The method (8) in the low nibble, and the two header bytes a multiple of 31. */
function isZlibForm(input: Uint8Array): boolean {
  const [method = 0, flags = 0] = input;
  return (method & 15) === 8 && (method * 256 + flags) % 31 === 0;
}
