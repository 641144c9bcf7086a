import { type Codec, codecFor, deflateRaw } from '@polylog/driver-kit';

/** What uploads may be compressed with. zstd needs Node 22.15 or later. */
export type ClsCompression = 'lz4' | 'zstd' | 'deflate' | 'none';

/** The codec of a name; `undefined` for one that is not to be had on this Node. By `deflate` CLS means the bare form. */
export function clsCodecFor(name: string | undefined): Codec | undefined {
  const codec = codecFor(name);
  return codec?.name === 'deflate' ? deflateRaw : codec;
}
