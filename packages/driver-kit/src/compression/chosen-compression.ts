import { ConsumerError } from '@polylog/core/driver';
import type { Codec } from './codec.js';
import { codecFor as builtIn } from './codec-for.js';

/** What to write and to ask for, and what reads the answers. */
export interface ChosenCompression {
  readonly compression: Codec['name'];
  /** The codec of a name, in any case, or of an answer's header; `undefined` for one that cannot be had here. */
  readonly codecFor: (name: string | undefined) => Codec | undefined;
}

/**
 * Checks the option `compression` of a door. `codecFor` is given where a service means something else by one of the names.
 * Throws `invalid-argument`, and `unsupported` for what this Node has not.
 */
export function chosenCompression(
  option: unknown = 'lz4',
  door: string,
  codecFor: ChosenCompression['codecFor'] = builtIn,
): ChosenCompression {
  const wrong = (found: string): ConsumerError =>
    new ConsumerError('invalid-argument', `${door}: compression is ${found}. Leave it out for the built-in "lz4".`, {
      option: 'compression',
    });
  if (typeof option === 'object' && option !== null) return chosenCodec(option, codecFor, wrong);
  if (!isName(option)) {
    const found = typeof option === 'string' ? JSON.stringify(option) : `a ${typeof option}`;
    throw wrong(`${found}; allowed: "lz4", "zstd", "deflate", "none", or a codec such as nativeLz4()`);
  }
  if (codecFor(option) === undefined) {
    throw new ConsumerError(
      'unsupported',
      `${door}: compression "${option}" needs Node 22.15 or later, and this is ${process.versions.node}. Take "lz4".`,
      { option: 'compression' },
    );
  }
  return { compression: option, codecFor };
}

function chosenCodec(
  codec: Partial<Codec>,
  codecFor: ChosenCompression['codecFor'],
  wrong: (found: string) => ConsumerError,
): ChosenCompression {
  const { name, compress, decompress } = codec;
  if (typeof compress !== 'function' || typeof decompress !== 'function') {
    throw wrong('an object without compress() and decompress(); allowed: a codec such as nativeLz4(), or a name');
  }
  // Of a body that is not compressed, the bytes themselves are read: there is nothing to plug in.
  if (!isName(name) || name === 'none') {
    const found = typeof name === 'string' ? JSON.stringify(name) : 'missing';
    throw wrong(`a codec whose name is ${found}; allowed: "lz4", "zstd", "deflate"`);
  }
  return {
    compression: name,
    codecFor: (other) => (other?.toLowerCase() === name ? (codec as Codec) : codecFor(other)),
  };
}

function isName(value: unknown): value is Codec['name'] {
  return value === 'lz4' || value === 'zstd' || value === 'deflate' || value === 'none';
}
