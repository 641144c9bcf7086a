import { type Codec, corruptBody } from './codec.js';

/** What node:zlib's synchronous calls answer with `info: true`. */
export interface ZlibResult {
  readonly buffer: Buffer;
  /** `bytesWritten` is how much of the input was used. */
  readonly engine: { readonly bytesWritten: number };
}

export interface ZlibLimits {
  readonly maxOutputLength: number;
  readonly chunkSize: number;
  readonly info: true;
}

/** More than the result, or node:zlib begins a second chunk when the first is full, and copies both into a third. */
const ROOM_BEHIND = 64;

/** node:zlib stops silently at the end of a stream and wants room for one byte at least; both are judged here. */
export function wholeResult(
  codec: Codec['name'],
  input: Uint8Array,
  rawBytes: number,
  run: (limits: ZlibLimits) => ZlibResult,
): Buffer {
  if (rawBytes === 0 && input.length === 0) return Buffer.alloc(0);
  let result: ZlibResult;
  try {
    result = run({ maxOutputLength: Math.max(1, rawBytes), chunkSize: rawBytes + ROOM_BEHIND, info: true });
  } catch (cause) {
    throw corruptBody(codec, `it is damaged or holds more than the ${rawBytes} bytes told`, cause);
  }
  if (result.buffer.length !== rawBytes) {
    throw corruptBody(codec, `it holds ${result.buffer.length} bytes where ${rawBytes} were told`);
  }
  if (result.engine.bytesWritten !== input.length) {
    throw corruptBody(codec, `${input.length - result.engine.bytesWritten} bytes follow its end`);
  }
  return result.buffer;
}
