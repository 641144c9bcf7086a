import { type Codec, checkedRawBytes, corruptBody, roomFor } from './codec.js';
import { decodeLz4Block } from './lz4-decode.js';
import { encodeLz4Block } from './lz4-encode.js';

/** A block never holds more than this many raw bytes for each of its own: a length byte of 255 adds 255. */
const MOST_RAW_BYTES_FOR_ONE = 255;

/** Raw LZ4 blocks (no frame, no size in front), in plain JavaScript. */
export const lz4Block: Codec = {
  name: 'lz4',
  compress: encodeLz4Block,
  decompress(input, options) {
    const rawBytes = checkedRawBytes('lz4', options);
    if (rawBytes === 0 && input.length === 0) return Buffer.alloc(0);
    if (rawBytes > input.length * MOST_RAW_BYTES_FOR_ONE) {
      throw corruptBody('lz4', `${input.length} bytes cannot hold the ${rawBytes} told`);
    }
    const output = roomFor(rawBytes, options.target);
    decodeLz4Block(input, output);
    return output;
  },
};
