import type { LogInput } from './encode.js';

/** Up to here a loop is faster than a call into native code. */
const SHORT = 64;

const TIME = (1 << 3) | 0;
const CONTENTS = (2 << 3) | 2;
const TIME_NS = (4 << 3) | 5;
const LOGS = (1 << 3) | 2;
const KEY = (1 << 3) | 2;
const VALUE = (2 << 3) | 2;

/**
 * One log as it stands in a log group of SLS: `encodeLogGroup({ logs: [log] })`, at a third of its price, because a producer
 * pays it for every record. Log groups are put together by concatenation.
 */
export function encodeLog({ timeSeconds, timeNsPart, contents }: LogInput): Buffer {
  /** Of each field: name, value, both with their heads. */
  const sizes: number[] = [];
  let size = 1 + varintSize(timeSeconds) + (timeNsPart === undefined ? 0 : 5);
  for (const [name, value] of contents) {
    const nameSize = textSize(name);
    const valueSize = typeof value === 'string' ? textSize(value) : value.length;
    const pairSize = 2 + varintSize(nameSize) + nameSize + varintSize(valueSize) + valueSize;
    sizes.push(nameSize, valueSize, pairSize);
    size += 1 + varintSize(pairSize) + pairSize;
  }
  const bytes = Buffer.allocUnsafe(1 + varintSize(size) + size);
  let at = writeHead(bytes, 0, LOGS, size);
  at = writeHead(bytes, at, TIME, timeSeconds);
  let next = 0;
  for (const [name, value] of contents) {
    const [nameSize, valueSize, pairSize] = [sizes[next], sizes[next + 1], sizes[next + 2]] as [number, number, number];
    next += 3;
    at = writeHead(bytes, at, CONTENTS, pairSize);
    at = writeText(bytes, writeHead(bytes, at, KEY, nameSize), name, nameSize);
    at = writeHead(bytes, at, VALUE, valueSize);
    if (typeof value === 'string') at = writeText(bytes, at, value, valueSize);
    else {
      bytes.set(value, at);
      at += valueSize;
    }
  }
  if (timeNsPart !== undefined) {
    bytes[at] = TIME_NS;
    bytes.writeUInt32LE(timeNsPart, at + 1);
  }
  return bytes;
}

/** Of numbers below 2^32. */
function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

/** A tag of one byte and a number below 2^32; tells where it ends. */
function writeHead(bytes: Buffer, start: number, tag: number, value: number): number {
  let at = start;
  bytes[at++] = tag;
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
  bytes[at++] = rest;
  return at;
}

/** Bytes of UTF-8. */
function textSize(text: string): number {
  const { length } = text;
  if (length > SHORT) return Buffer.byteLength(text);
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) > 0x7f) return Buffer.byteLength(text);
  return length;
}

function writeText(bytes: Buffer, at: number, text: string, size: number): number {
  // As many bytes as characters: it is ASCII.
  if (size > SHORT || size !== text.length) bytes.write(text, at, size, size === text.length ? 'latin1' : 'utf8');
  else for (let i = 0; i < size; i++) bytes[at + i] = text.charCodeAt(i);
  return at + size;
}
