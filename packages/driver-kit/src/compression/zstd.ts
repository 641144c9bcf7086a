import zlib from 'node:zlib';
import { type Codec, checkedRawBytes } from './codec.js';
import { wholeResult, wholeResultInThread, type ZlibLimits, type ZlibResult } from './zlib-result.js';

/** The part of node:zlib that came with Node 22.15 and that the types of Node 20 lack. */
interface ZstdOfNode {
  readonly zstdCompressSync?: (input: Uint8Array) => Buffer;
  readonly zstdDecompressSync?: (input: Uint8Array, limits: ZlibLimits) => ZlibResult;
  readonly zstdDecompress?: (
    input: Uint8Array,
    limits: ZlibLimits,
    done: (error: Error | null, result: ZlibResult) => void,
  ) => void;
}

const { zstdCompressSync, zstdDecompressSync, zstdDecompress }: ZstdOfNode = zlib as unknown as ZstdOfNode;

/** Normal zstd frames; `undefined` where this Node has no zstd (before 22.15). */
export const zstd: Codec | undefined =
  zstdCompressSync === undefined || zstdDecompressSync === undefined || zstdDecompress === undefined
    ? undefined
    : {
        name: 'zstd',
        compress: (input) => zstdCompressSync(input),
        decompress(input, options) {
          const rawBytes = checkedRawBytes('zstd', options);
          return wholeResult('zstd', input, rawBytes, (limits) => zstdDecompressSync(input, limits));
        },
        async decompressInTurns(input, options) {
          const rawBytes = checkedRawBytes('zstd', options);
          return await wholeResultInThread('zstd', input, rawBytes, (limits, done) =>
            zstdDecompress(input, limits, done),
          );
        },
      };
