/** A content in a log: field 2, a message of key (1) and value (2). */
export const CONTENT = 0x12;
const KEY = 0x0a;
const VALUE = 0x12;

/** What three bytes of a varint can hold. */
const THREE_BYTE_MAX = 0x1f_ffff;

/**
 * Where the content at `at` ends, if it has the plain form in which everybody writes one: the name, of less than 128
 * bytes, then the value, of less than 2 MiB, and nothing else. 0 for anything else, which may still be good.
 *
 * There is no check for each byte: what is read beyond the log, or beyond the body (`undefined`), fails the one comparison
 * at the end, since a value that ends exactly where its content does leaves no room for anything out of place.
 */
export function plainContentEnd(bytes: Uint8Array, view: DataView, at: number, end: number): number {
  if (end - at < LEAST_BYTES) return 0;
  const head = view.getInt32(at, true);
  return (head & SHORT_MASK) === SHORT_HEAD ? shortEnd(bytes, at, head, end) : longEnd(bytes, at, end);
}

/** Most contents are shorter than 128 bytes: the first four tell tags and lengths of content and name, and nothing else. */
const SHORT_HEAD = CONTENT | (KEY << 16);
const SHORT_MASK = 0x80ff_80ff | 0;
const LEAST_BYTES = 6;

function shortEnd(bytes: Uint8Array, at: number, head: number, end: number): number {
  const contentEnd = at + 2 + ((head >> 8) & 127);
  const keyEnd = at + 4 + (head >>> 24);
  const holds =
    contentEnd <= end && bytes[keyEnd] === VALUE && keyEnd + 2 + (bytes[keyEnd + 1] as number) === contentEnd;
  return holds ? contentEnd : 0;
}

function longEnd(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== CONTENT) return 0;
  const message = payloadStart(bytes, at);
  const contentEnd = message + payloadBytes(bytes, at);
  const keyBytes = bytes[message + 1] as number;
  const keyEnd = message + 2 + keyBytes;
  if (!(contentEnd <= end && keyBytes < 128) || bytes[message] !== KEY || bytes[keyEnd] !== VALUE) return 0;
  const valueBytes = payloadBytes(bytes, keyEnd);
  const isShort = contentEnd - message <= THREE_BYTE_MAX && valueBytes <= THREE_BYTE_MAX;
  return isShort && payloadStart(bytes, keyEnd) + valueBytes === contentEnd ? contentEnd : 0;
}

export function isShort(head: number): boolean {
  return (head & 0x8000) === 0;
}

/** Where the name in a plain content begins. */
export function plainKeyStart(bytes: Uint8Array, at: number): number {
  return payloadStart(bytes, at) + 2;
}

/** Where it ends, and the field with the value begins. */
export function plainKeyEnd(bytes: Uint8Array, keyStart: number): number {
  return keyStart + (bytes[keyStart - 1] as number);
}

/** Behind a tag of one byte and a length of up to three. */
export function payloadStart(bytes: Uint8Array, at: number): number {
  if ((bytes[at + 1] as number) < 128) return at + 2;
  return (bytes[at + 2] as number) < 128 ? at + 3 : at + 4;
}

/** A length of up to three bytes; of a longer one, something above {@link THREE_BYTE_MAX}. */
export function payloadBytes(bytes: Uint8Array, at: number): number {
  const low = bytes[at + 1] as number;
  if (low < 128) return low;
  const middle = bytes[at + 2] as number;
  if (middle < 128) return (middle << 7) + (low & 127);
  return ((bytes[at + 3] as number) << 14) + ((middle & 127) << 7) + (low & 127);
}
