import type { Codec } from './codec.js';
import { lz4Codec } from './lz4-codec.js';
import { decodeLz4Block } from './lz4-decode.js';
import { encodeLz4Block } from './lz4-encode.js';

/** LZ4 blocks in plain JavaScript. */
export const lz4Block: Codec = lz4Codec({
  encode: encodeLz4Block,
  decode: decodeLz4Block,
});
