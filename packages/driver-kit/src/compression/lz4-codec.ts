import { type Codec, checkedRawBytes, corruptBody, roomFor } from './codec.js';

/** What reads and writes raw LZ4 blocks (no frame, no size in front): ours in plain JavaScript, or a native one. */
export interface Lz4Engine {
  /** One block, in memory of its own that is as short as it can be. */
  encode(input: Uint8Array): Buffer;
  /** Fills `output` to the last byte with what the block in `input` holds, or throws `corrupt-data`. */
  decode(input: Uint8Array, output: Uint8Array): void;
}

/** A block never holds more than this many raw bytes for each of its own: a length byte of 255 adds 255. */
const MOST_RAW_BYTES_FOR_ONE = 255;

/** The codec around an engine: what is told beside a body is checked before memory is taken for it. */
export function lz4Codec({ encode, decode }: Lz4Engine): Codec {
  return {
    name: 'lz4',
    compress: encode,
    decompress(input, options) {
      const rawBytes = checkedRawBytes('lz4', options);
      if (rawBytes === 0 && input.length === 0) return Buffer.alloc(0);
      if (rawBytes > input.length * MOST_RAW_BYTES_FOR_ONE) {
        throw corruptBody('lz4', `${input.length} bytes cannot hold the ${rawBytes} told`);
      }
      const output = roomFor(rawBytes, options.target);
      decode(input, output);
      return output;
    },
  };
}
