import { ConsumerError } from '@polylog/core/driver';
import type { Codec } from './codec.js';
import { codecFor } from './codec-for.js';

/** The names under which compressions are chosen and spelt in headers. */
export type CompressionName = Codec['name'];

/** What to ask for, and what reads the answers. */
export interface ChosenCompression {
  readonly compression: CompressionName;
  /** The codec of an answer's header; `undefined` for one that cannot be read here. */
  readonly codecFor: (header: string | undefined) => Codec | undefined;
}

/**
 * Checks the option `compression` of a door. `codecs` are those of a service that understands a name in its own way. Throws
 * `invalid-argument`, and `unsupported` for what this Node has not.
 */
export function chosenCompression(
  option: unknown,
  door: string,
  codecs: ChosenCompression['codecFor'] = codecFor,
): ChosenCompression {
  const wrong = (found: string): ConsumerError =>
    new ConsumerError('invalid-argument', `${door}: compression is ${found}. Leave it out for the built-in "lz4".`, {
      option: 'compression',
    });
  if (typeof option === 'object' && option !== null) return chosenCodec(option, codecs, wrong);
  const name = option === undefined ? 'lz4' : option;
  if (!isName(name)) {
    const found = typeof name === 'string' ? JSON.stringify(name) : `a ${typeof name}`;
    throw wrong(`${found}; allowed: "lz4", "zstd", "deflate", "none", or a codec such as nativeLz4()`);
  }
  if (codecs(name) === undefined) {
    throw new ConsumerError(
      'unsupported',
      `${door}: compression "${name}" needs Node 22.15 or later, and this is ${process.versions.node}. Take "lz4".`,
      { option: 'compression' },
    );
  }
  return { compression: name, codecFor: codecs };
}

function chosenCodec(
  codec: Partial<Codec>,
  codecs: ChosenCompression['codecFor'],
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
    codecFor: (header) => (header?.toLowerCase() === name ? (codec as Codec) : codecs(header)),
  };
}

function isName(value: unknown): value is CompressionName {
  return value === 'lz4' || value === 'zstd' || value === 'deflate' || value === 'none';
}
