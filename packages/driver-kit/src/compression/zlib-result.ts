import type { ConsumerError } from '@polylog/core/driver';
import { type Codec, corruptBody } from './codec.js';

/** What node:zlib's calls answer with `info: true`. */
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
    result = run(limitsFor(rawBytes));
  } catch (cause) {
    throw damaged(codec, rawBytes, cause);
  }
  return judged(codec, input, rawBytes, result);
}

/** The same with node:zlib's calls that work beside the event loop, in its own threads. */
export function wholeResultInThread(
  codec: Codec['name'],
  input: Uint8Array,
  rawBytes: number,
  run: (limits: ZlibLimits, done: (error: Error | null, result: ZlibResult) => void) => void,
): Promise<Buffer> {
  if (rawBytes === 0 && input.length === 0) return Promise.resolve(Buffer.alloc(0));
  return new Promise((resolve, reject) => {
    run(limitsFor(rawBytes), (cause, result) => {
      if (cause) return reject(damaged(codec, rawBytes, cause));
      try {
        resolve(judged(codec, input, rawBytes, result));
      } catch (error) {
        reject(error);
      }
    });
  });
}

function limitsFor(rawBytes: number): ZlibLimits {
  return { maxOutputLength: Math.max(1, rawBytes), chunkSize: rawBytes + ROOM_BEHIND, info: true };
}

function damaged(codec: Codec['name'], rawBytes: number, cause: unknown): ConsumerError {
  return corruptBody(codec, `it is damaged or holds more than the ${rawBytes} bytes told`, cause);
}

function judged(codec: Codec['name'], input: Uint8Array, rawBytes: number, result: ZlibResult): Buffer {
  if (result.buffer.length !== rawBytes) {
    throw corruptBody(codec, `it holds ${result.buffer.length} bytes where ${rawBytes} were told`);
  }
  if (result.engine.bytesWritten !== input.length) {
    throw corruptBody(codec, `${input.length - result.engine.bytesWritten} bytes follow its end`);
  }
  return result.buffer;
}
