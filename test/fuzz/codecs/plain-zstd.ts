import zlib from 'node:zlib';
import type { PlainZlib } from './zlib-target.js';

/** The part of node:zlib that came with Node 22.15 and that the types of Node 20 lack. */
interface Zstd {
  readonly zstdCompressSync: (raw: Buffer, options: object) => Buffer;
  readonly zstdDecompressSync: (
    body: Buffer,
    options: object,
  ) => { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
  readonly constants: {
    readonly ZSTD_c_compressionLevel: number;
    readonly ZSTD_c_checksumFlag: number;
    readonly ZSTD_c_contentSizeFlag: number;
  };
}
const { zstdCompressSync, zstdDecompressSync, constants } = zlib as unknown as Zstd;

/** Frames with and without a sum and the size of what they hold. */
export const plainZstd: PlainZlib = {
  compress(draw, raw) {
    const params = {
      [constants.ZSTD_c_compressionLevel]: draw.pick([-1, 1, 3, 9]),
      [constants.ZSTD_c_checksumFlag]: draw.below(2),
      [constants.ZSTD_c_contentSizeFlag]: draw.below(2),
    };
    return zstdCompressSync(raw, { params });
  },
  decompress(body, most) {
    // libzstd checks a size that its frame names only where there is room for it at once, so the room must be the codec's.
    const chunkSize = most + 64;
    const { buffer, engine } = zstdDecompressSync(body, { maxOutputLength: Math.max(1, most), chunkSize, info: true });
    return { raw: buffer, used: engine.bytesWritten };
  },
};
