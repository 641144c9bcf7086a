import { deflateRawSync, deflateSync, inflate, inflateRaw, inflateRawSync, inflateSync } from 'node:zlib';
import { type Codec, checkedRawBytes } from './codec.js';
import { wholeResult, wholeResultInThread, type ZlibLimits, type ZlibResult } from './zlib-result.js';

/** node:zlib's functions as they are: the types know nothing of `info`, which changes what is answered. */
type Now = (input: Uint8Array, limits: ZlibLimits) => ZlibResult;
type InThread = (
  input: Uint8Array,
  limits: ZlibLimits,
  done: (error: Error | null, result: ZlibResult) => void,
) => void;

/** Writes the zlib form (RFC 1950), as the vendor's SDKs do; reads it and the bare one (RFC 1951), which the reference names once. */
export const deflate: Codec = {
  name: 'deflate',
  compress: (input) => deflateSync(input),
  decompress(input, options) {
    const read = (isZlibForm(input) ? inflateSync : inflateRawSync) as unknown as Now;
    return wholeResult('deflate', input, checkedRawBytes('deflate', options), (limits) => read(input, limits));
  },
  async decompressInTurns(input, options) {
    const read = (isZlibForm(input) ? inflate : inflateRaw) as unknown as InThread;
    const rawBytes = checkedRawBytes('deflate', options);
    return await wholeResultInThread('deflate', input, rawBytes, (limits, done) => read(input, limits, done));
  },
};

/** Writes the bare form (RFC 1951), as CLS wants it; reads both. */
export const deflateRaw: Codec = { ...deflate, compress: (input) => deflateRawSync(input) };

/** The method (8) in the low nibble, and the two header bytes a multiple of 31. */
function isZlibForm(input: Uint8Array): boolean {
  const [method = 0, flags = 0] = input;
  return (method & 15) === 8 && (method * 256 + flags) % 31 === 0;
}
