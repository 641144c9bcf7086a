import type { Codec } from './codec.js';
import { deflate } from './deflate.js';
import { lz4Block } from './lz4-block.js';
import { none } from './none.js';
import { zstd } from './zstd.js';

const codecs: ReadonlyMap<string, Codec> = new Map(
  [lz4Block, deflate, zstd, none].flatMap((codec) => (codec === undefined ? [] : [[codec.name, codec]])),
);

/**
 * The codec of a header's value, in any case; an absent or empty header is `none`. `undefined` for what is unknown, or
 * is not to be had on this Node (zstd before 22.15).
 */
export function codecFor(name: string | undefined): Codec | undefined {
  return name === undefined || name === '' ? none : codecs.get(name.toLowerCase());
}
