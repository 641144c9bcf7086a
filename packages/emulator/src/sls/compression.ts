import { codecFor } from '@polylog/driver-kit';
import { decompress as unzstd } from 'fzstd';
import { SlsError } from './error.js';
import type { SegmentCodec } from './segment.js';

/** The body of a put, decompressed as its headers say. Throws the service's codes. */
export function decompressPut(body: Buffer, compressType: string | undefined, rawBytes: number): Buffer {
  const name = (compressType ?? '').toLowerCase();
  const codec = codecFor(name);
  if (!codec && name !== 'zstd') {
    throw new SlsError(400, 'InvalidCompressType', `invalid compress type: ${compressType}`);
  }
  try {
    if (codec) return codec.decompress(body, { rawBytes });
    const raw = unzstd(body, new Uint8Array(rawBytes));
    if (raw.length === rawBytes) return Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  } catch {
    // Whatever the decoder found, the service has one code for it.
  }
  throw new SlsError(400, 'PostBodyUncompressError', `uncompress post body failed (${name}, ${rawBytes} bytes told)`);
}

/**
 * The compression a pull is answered with: the first name in Accept-Encoding that the service knows; undefined is plain.
 * Names such as `gzip`, which HTTP libraries add by themselves, are passed over. Node before 22.15 has no zstd encoder;
 * there `zstd` is refused rather than quietly answered in another form.
 */
export function pullCodec(acceptEncoding: string | undefined): SegmentCodec | undefined {
  for (const part of (acceptEncoding ?? '').split(',')) {
    const name = (part.split(';')[0] ?? '').trim().toLowerCase();
    if (name !== 'lz4' && name !== 'zstd' && name !== 'deflate') continue;
    const codec = codecFor(name);
    if (!codec) {
      throw new SlsError(
        400,
        'InvalidCompressType',
        'this emulator runs on a Node without zstd (22.15 has it); use lz4',
      );
    }
    return codec;
  }
  return undefined;
}
