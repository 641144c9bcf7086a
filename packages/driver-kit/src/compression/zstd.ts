import zlib from 'node:zlib';
import { type Codec, checkedRawBytes } from './codec.js';
import { wholeResult, type ZlibLimits, type ZlibResult } from './zlib-result.js';

/** The part of node:zlib that came with Node 22.15 and that the types of Node 20 lack. */
interface ZstdSync {
  readonly zstdCompressSync?: (input: Uint8Array) => Buffer;
  readonly zstdDecompressSync?: (input: Uint8Array, limits: ZlibLimits) => ZlibResult;
}

const { zstdCompressSync, zstdDecompressSync }: ZstdSync = zlib as unknown as ZstdSync;

/** Normal zstd frames; `undefined` where this Node has no zstd (before 22.15). */
export const zstd: Codec | undefined =
  zstdCompressSync === undefined || zstdDecompressSync === undefined
    ? undefined
    : {
        name: 'zstd',
        compress: (input) => zstdCompressSync(input),
        decompress: (input, options) =>
          wholeResult('zstd', input, checkedRawBytes('zstd', options), (limits) => zstdDecompressSync(input, limits)),
      };
