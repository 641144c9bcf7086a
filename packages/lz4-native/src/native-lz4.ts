import { ConsumerError } from '@polylog/core/driver';
import { type Codec, corruptBody, lz4Codec } from '@polylog/driver-kit';
import { type Lz4Module, loadLz4 } from './load-lz4.js';

/** What liblz4 takes at most (LZ4_MAX_INPUT_SIZE). */
const MOST_BYTES_OF_A_BLOCK = 0x7e00_0000;
/** liblz4 counts in a C `int`, and the module would hand it what is larger cut to 32 bits. */
const MOST_BYTES_OF_A_BUFFER = 0x7fff_ffff;

/**
 * LZ4 by liblz4, for `slsDriver({ compression: nativeLz4() })`: faster than the built-in decoder, with the same checks.
 * Loads the native module at the first call; throws `unsupported`, with what to do, where it is missing or was compiled
 * for another system or another Node.
 */
export function nativeLz4(): Codec {
  const lz4 = loadLz4();
  return lz4Codec({
    encode: (input) => encode(lz4, input),
    decode: (input, output) => decode(lz4, input, output),
  });
}

function encode(lz4: Lz4Module, input: Uint8Array): Buffer {
  if (input.length > MOST_BYTES_OF_A_BLOCK) {
    const limit = `an LZ4 block holds ${MOST_BYTES_OF_A_BLOCK} bytes at most`;
    throw new ConsumerError('invalid-argument', `${limit}, and these are ${input.length}. Write less at once.`);
  }
  const output = Buffer.allocUnsafe(lz4.encodeBound(input.length));
  return Buffer.copyBytesFrom(output, 0, lz4.encodeBlock(input, output));
}

/** Whole views only: the module does not check the start and end that it could be told besides. */
function decode(lz4: Lz4Module, input: Uint8Array, output: Uint8Array): void {
  if (Math.max(input.length, output.length) > MOST_BYTES_OF_A_BUFFER) {
    throw corruptBody('lz4', `more than the ${MOST_BYTES_OF_A_BUFFER} bytes that liblz4 can read`);
  }
  // Damage is a negative number, not a throw.
  const bytes = lz4.decodeBlock(input, output);
  if (bytes < 0) throw corruptBody('lz4', `it is damaged or holds more than the ${output.length} bytes told`);
  if (bytes !== output.length) throw corruptBody('lz4', `it holds ${bytes} bytes where ${output.length} were told`);
}
