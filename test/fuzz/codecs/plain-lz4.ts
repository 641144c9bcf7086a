import { readBlock } from '../../lz4/read-block.js';

/** What an LZ4 block holds, read byte by byte; undefined where it is none, or not of that size. */
export function plainLz4(block: Buffer, rawBytes?: number): Buffer | undefined {
  if (block.length === 0) return rawBytes === 0 ? block : undefined;
  const { verdict, raw } = readBlock(block, rawBytes);
  return verdict === 'valid' || verdict === 'loose-end' ? raw : undefined;
}
