import type { LogInput } from './encode.js';
import type { ClsLogInput } from './encode-cls.js';

/** Up to here a loop is faster than a call into native code. */
const SHORT = 64;

/** What SLS and CLS number alike. */
const LOGS = (1 << 3) | 2;
const TIME = (1 << 3) | 0;
const CONTENTS = (2 << 3) | 2;
const KEY = (1 << 3) | 2;
const VALUE = (2 << 3) | 2;
/** Of SLS, and of CLS. */
const TIME_NS = (4 << 3) | 5;
const COLLECT_TIME = (3 << 3) | 0;

type Contents = LogInput['contents'];

/**
 * One log as it stands in a log group of SLS: `encodeLogGroup({ logs: [log] })`, at a third of its price, because a producer
 * pays it for every record. Log groups are put together by concatenation.
 */
export function encodeLog({ timeSeconds, timeNsPart, contents }: LogInput): Buffer {
  if (timeNsPart === undefined) return encode(0, timeSeconds, contents, 0);
  const bytes = encode(0, timeSeconds, contents, 5);
  const tail = bytes.length - 5;
  bytes[tail] = TIME_NS;
  bytes.writeUInt32LE(timeNsPart, tail + 1);
  return bytes;
}

/** The same for CLS: `encodeClsLogGroup({ logs: [log] })`. */
export function encodeClsLog({ time, contents, collectTime }: ClsLogInput): Buffer {
  const [high, low] = halvesOf(time);
  if (collectTime === undefined) return encode(high, low, contents, 0);
  const [collectHigh, collectLow] = halvesOf(collectTime);
  const tailSize = 1 + int64Size(collectHigh, collectLow);
  const bytes = encode(high, low, contents, tailSize);
  const tail = bytes.length - tailSize;
  bytes[tail] = COLLECT_TIME;
  writeInt64(bytes, tail + 1, collectHigh, collectLow);
  return bytes;
}

/** A log's head and contents; `tailSize` bytes at the end are left to whoever asks. */
function encode(timeHigh: number, timeLow: number, contents: Contents, tailSize: number): Buffer {
  /** Of each field: name, value, both with their heads. */
  const sizes: number[] = [];
  let size = 1 + int64Size(timeHigh, timeLow) + tailSize;
  for (const [name, value] of contents) {
    const nameSize = textSize(name);
    const valueSize = typeof value === 'string' ? textSize(value) : value.length;
    const pairSize = 2 + varintSize(nameSize) + nameSize + varintSize(valueSize) + valueSize;
    sizes.push(nameSize, valueSize, pairSize);
    size += 1 + varintSize(pairSize) + pairSize;
  }
  const bytes = Buffer.allocUnsafe(1 + varintSize(size) + size);
  let at = writeHead(bytes, 0, LOGS, size);
  bytes[at] = TIME;
  at = writeInt64(bytes, at + 1, timeHigh, timeLow);
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
  return bytes;
}

/** The two halves of a 64-bit integer, each as it stands without a sign. */
function halvesOf(value: number | bigint): readonly [high: number, low: number] {
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER)
    return [Math.floor(value / 0x100000000), value >>> 0];
  const bits = BigInt.asUintN(64, BigInt(value));
  return [Number(bits >> 32n), Number(bits & 0xffffffffn)];
}

function int64Size(high: number, low: number): number {
  if (high === 0) return varintSize(low);
  // Four bits of the high half share the fifth byte with the last of the low one.
  return high < 0x8 ? 5 : 5 + varintSize(high >>> 3);
}

function writeInt64(bytes: Buffer, start: number, high: number, low: number): number {
  let [at, rest, above] = [start, low, high];
  for (; above > 0 || rest > 0x7f; above >>>= 7) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest = ((rest >>> 7) | (above << 25)) >>> 0;
  }
  bytes[at++] = rest;
  return at;
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
