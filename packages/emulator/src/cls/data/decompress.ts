import { inflateRawSync, inflateSync } from 'node:zlib';
import { lz4Block } from '@polylog/driver-kit';
import { decompress as unzstd } from 'fzstd';
import { ClsError } from '../error.js';

/** The body of an upload. Throws the service's codes; a result of more than `maxBytes` is `LogSizeExceed`. */
export function decompressUpload(body: Buffer, compressType: string, maxBytes: number): Buffer {
  const decode = decoders[compressType.toLowerCase()];
  if (!decode) throw new ClsError(400, 'InvalidCompressType', `invalid compress type: ${compressType}`);
  try {
    return decode(body, maxBytes);
  } catch (error) {
    if (error instanceof TooLarge || (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw logSizeExceed(maxBytes);
    }
    throw new ClsError(400, 'InvalidContent', `the body cannot be decompressed (${compressType})`);
  }
}

export const logSizeExceed = (maxBytes: number): ClsError =>
  new ClsError(403, 'LogSizeExceed', `more than ${maxBytes} bytes before compression`, 'LimitExceeded.LogSize');

class TooLarge extends Error {}

const decoders: Readonly<Record<string, (body: Buffer, maxBytes: number) => Buffer>> = {
  '': (body) => body,
  lz4(body, maxBytes) {
    const rawBytes = lz4RawBytes(body);
    if (rawBytes > maxBytes) throw new TooLarge();
    return lz4Block.decompress(body, { rawBytes });
  },
  deflate(body, maxBytes) {
    // Bare as the SDKs send it; with zlib's header as others might.
    try {
      return inflateRawSync(body, { maxOutputLength: maxBytes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw error;
      return inflateSync(body, { maxOutputLength: maxBytes });
    }
  },
  zstd(body, maxBytes) {
    const raw = unzstd(body);
    if (raw.length > maxBytes) throw new TooLarge();
    return Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  },
};

/** What a block says of its own size: nothing tells it beside the body. What is wrong in it the decoder will find. */
function lz4RawBytes(block: Buffer): number {
  let at = 0;
  let rawBytes = 0;
  const long = (nibble: number): number => {
    let length = nibble;
    for (let more = 255; nibble === 15 && more === 255; length += more) more = block[at++] ?? 0;
    return length;
  };
  while (at < block.length) {
    const token = block[at++] as number;
    const literals = long(token >> 4);
    at += literals;
    rawBytes += literals;
    if (at >= block.length) break;
    at += 2;
    rawBytes += long(token & 15) + 4;
  }
  return rawBytes;
}
