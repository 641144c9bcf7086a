import { ConsumerError } from '@polylog/core/driver';
import type { LoopTurns } from '../turns/loop-turns.js';

export interface DecompressOptions {
  /** The exact size before compression, in bytes, as told beside the body. */
  readonly rawBytes: number;
  /**
   * The largest `rawBytes` that is believed; more is refused before anything is allocated.
   * @defaultValue 67_108_864 (64 MiB)
   */
  readonly maxRawBytes?: number;
  /** Gives memory of at least that size for the result. Asked once, and only by a codec that can write into it. */
  readonly target?: (bytes: number) => Buffer;
}

/** One compression of the wire. */
export interface Codec {
  /** As it is spelt in headers. */
  readonly name: 'lz4' | 'deflate' | 'zstd' | 'none';
  /** The result is the caller's own and as short as it can be, except for `none`, which hands the input back. */
  compress(input: Uint8Array): Buffer;
  /**
   * Returns exactly `rawBytes` bytes: a part of what `target` gave, fresh memory, or (`none`) the input itself. Throws
   * `corrupt-data`, and nothing else, for a body that is damaged, has bytes behind its end, or is of another size.
   */
  decompress(input: Uint8Array, options: DecompressOptions): Buffer;
  /**
   * The same, with the event loop held up by no more than a slice at a time, or not at all. `turns` is asked before each
   * slice. Absent where {@link decompress} itself takes no longer than that for the largest body.
   */
  decompressInTurns?(input: Uint8Array, options: DecompressOptions, turns: LoopTurns): Promise<Buffer>;
}

const DEFAULT_MAX_RAW_BYTES = 64 * 1024 * 1024;

export function corruptBody(codec: Codec['name'], what: string, cause?: unknown): ConsumerError {
  return new ConsumerError('corrupt-data', `compressed body (${codec}): ${what}`, { cause });
}

/** To be called before anything is allocated. Returns `rawBytes` once it is known to be sane. */
export function checkedRawBytes(codec: Codec['name'], options: DecompressOptions): number {
  const { rawBytes, maxRawBytes = DEFAULT_MAX_RAW_BYTES } = options;
  if (!Number.isSafeInteger(rawBytes) || rawBytes < 0) {
    throw corruptBody(codec, `the raw size must be a whole number of bytes, not ${rawBytes}`);
  }
  if (rawBytes > maxRawBytes) {
    throw corruptBody(codec, `a raw size of ${rawBytes} bytes is more than the ${maxRawBytes} allowed`);
  }
  return rawBytes;
}

/** Memory from `target`, else fresh memory; exactly `rawBytes` long. */
export function roomFor(rawBytes: number, target: DecompressOptions['target']): Buffer {
  const given = target?.(rawBytes);
  return given !== undefined && given.length >= rawBytes ? given.subarray(0, rawBytes) : Buffer.allocUnsafe(rawBytes);
}

/** The same bytes as a Buffer, not copied. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
