import { createHash } from 'node:crypto';

/**
 * An entry of a file: its length, the same with all bits turned, the beginning of its SHA-256, then the bytes. The length is
 * there twice because a wrong one would look like an entry that was not finished, and all behind it like nothing.
 */
const HEADER_BYTES = 16;
const DIGEST_BYTES = 8;

/** What is to be written, in one call. */
export function frame(payload: Uint8Array): readonly [Buffer, Uint8Array] {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt32LE(~payload.length >>> 0, 4);
  digest(payload).copy(header, 8, 0, DIGEST_BYTES);
  return [header, payload];
}

export type FoundFrame =
  | { readonly kind: 'whole'; readonly start: number; readonly payload: Buffer }
  /** The file ends inside of it: its writer was killed, so nobody was told that it is there. */
  | { readonly kind: 'unfinished'; readonly start: number }
  | { readonly kind: 'damaged'; readonly start: number };

/** The entries of a file from a place on; ends with the first that is not whole. */
export function* framesIn(file: Buffer, from: number): Generator<FoundFrame> {
  let start = from;
  while (start < file.length) {
    const body = start + HEADER_BYTES;
    if (body > file.length) return yield { kind: 'unfinished', start };
    const length = file.readUInt32LE(start);
    if (file.readUInt32LE(start + 4) !== ~length >>> 0) return yield { kind: 'damaged', start };
    const end = body + length;
    if (end > file.length) return yield { kind: 'unfinished', start };
    const payload = file.subarray(body, end);
    const expected = file.subarray(start + 8, body);
    if (digest(payload).compare(expected, 0, DIGEST_BYTES, 0, DIGEST_BYTES) !== 0) {
      return yield { kind: 'damaged', start };
    }
    yield { kind: 'whole', start, payload };
    start = end;
  }
}

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
