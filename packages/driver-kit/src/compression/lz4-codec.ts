import { inTurns } from '../turns/in-turns.js';
import { SLICE_BYTES } from '../turns/loop-turns.js';
import { type Codec, checkedRawBytes, corruptBody, type DecompressOptions, roomFor } from './codec.js';
import { decodeLz4Part, type Lz4Progress } from './lz4-decode.js';

/** What reads and writes raw LZ4 blocks (no frame, no size in front): ours in plain JavaScript, or a native one. */
export interface Lz4Engine {
  /** One block, in memory of its own that is as short as it can be. */
  encode(input: Uint8Array): Buffer;
  /** Fills `output` to the last byte with what the block in `input` holds, or throws `corrupt-data`. */
  decode(input: Uint8Array, output: Uint8Array): void;
}

/** A block never holds more than this many raw bytes for each of its own: a length byte of 255 adds 255. */
const MOST_RAW_BYTES_FOR_ONE = 255;
/**
 * An engine cannot stop on its way, and a native one took up to 0.3 s for 64 MB into memory that had not been touched before.
 * What is larger is decoded in parts, by ours, whichever engine is plugged in.
 */
const MOST_BYTES_AT_ONCE = 4 * SLICE_BYTES;

/** The codec around an engine: what is told beside a body is checked before memory is taken for it. */
export function lz4Codec({ encode, decode }: Lz4Engine): Codec {
  const decompress: Codec['decompress'] = (input, options) => {
    const output = outputFor(input, options);
    if (input.length > 0) decode(input, output);
    return output;
  };
  return {
    name: 'lz4',
    compress: encode,
    decompress,
    async decompressInTurns(input, options, turns) {
      const rawBytes = checkedRawBytes('lz4', options);
      if (rawBytes <= MOST_BYTES_AT_ONCE) {
        await turns.take(rawBytes);
        return decompress(input, options);
      }
      const output = outputFor(input, options);
      const progress: Lz4Progress = { at: 0, to: 0 };
      const goOn = (until: number): Buffer | undefined =>
        decodeLz4Part(input, output, progress, until) ? output : undefined;
      return await inTurns({ totalBytes: output.length, doneBytes: () => progress.to, goOn }, turns);
    },
  };
}

/** Memory for what the block must hold, once that is known to be possible. Throws `corrupt-data`. */
function outputFor(input: Uint8Array, options: DecompressOptions): Buffer {
  const rawBytes = checkedRawBytes('lz4', options);
  if (rawBytes > input.length * MOST_RAW_BYTES_FOR_ONE) {
    throw corruptBody('lz4', `${input.length} bytes cannot hold the ${rawBytes} told`);
  }
  return rawBytes === 0 ? Buffer.alloc(0) : roomFor(rawBytes, options.target);
}
