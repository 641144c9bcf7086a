import { ConsumerError } from '@polylog/core/driver';

const corrupt = (what: string): ConsumerError => new ConsumerError('corrupt-data', `compressed body (snappy): ${what}`);

/** What stands in front of a block's elements: how many bytes they hold together. */
export interface SnappyHead {
  readonly rawBytes: number;
  /** Where the elements begin. */
  readonly bytes: number;
}

/** A varint of 32 bits. */
export const MOST_SNAPPY_HEAD_BYTES = 5;

/** A copy of three bytes stands for 64 at most. */
const MOST_RAW_BYTES_FOR_ONE = 22;

/** No block of so many bytes holds more than this. */
export function mostRawBytes(blockBytes: number): number {
  return blockBytes * MOST_RAW_BYTES_FOR_ONE;
}

/** Reads the head of a block, of which no more than `MOST_SNAPPY_HEAD_BYTES` bytes are needed. Throws `corrupt-data`. */
export function readSnappyHead(block: Uint8Array): SnappyHead {
  let rawBytes = 0;
  for (let at = 0, factor = 1; at < MOST_SNAPPY_HEAD_BYTES; at++, factor *= 128) {
    const byte = block[at];
    if (byte === undefined) throw corrupt('it ends inside its own size');
    rawBytes += (byte & 127) * factor;
    if (byte > 127) continue;
    if (rawBytes > 0xffff_ffff) break;
    return { rawBytes, bytes: at + 1 };
  }
  throw corrupt('its size has too many bits');
}

/**
 * Refuses a size before memory is taken for it: one that is more than allowed, or more than a block of so many bytes can
 * hold. Throws `corrupt-data`.
 */
export function checkSnappySize(rawBytes: number, { blockBytes, maxRawBytes }: SnappyBounds): void {
  if (rawBytes > maxRawBytes) {
    throw corrupt(`a raw size of ${rawBytes} bytes is more than the ${maxRawBytes} allowed`);
  }
  if (rawBytes > mostRawBytes(blockBytes)) {
    throw corrupt(`${blockBytes} bytes cannot hold the ${rawBytes} told`);
  }
}

export interface SnappyBounds {
  /** Size of the whole block, or the most that it can be. */
  readonly blockBytes: number;
  readonly maxRawBytes: number;
}

/** No encoder makes a block longer than this out of so many raw bytes (format description of snappy, and some more). */
export function largestSnappyBlock(rawBytes: number): number {
  return rawBytes + Math.ceil(rawBytes / 6) + 64;
}

/** Literals up to this length are copied in strokes of 16 bytes, with what is too much overwritten by what follows. */
const SHORT_LITERAL = 16;
/** Longer ones by the engine's own block copy, those in between by a loop. */
const LONG_RUN = 64;
/** Room for an element of the usual kinds: a tag with up to two more bytes, 16 literals or a copy of 64 bytes, and a stroke too much. */
const ROOM = 80;

/** How far a block has been decoded. */
export interface SnappyProgress {
  /** The next byte of the input. */
  at: number;
  /** The next byte of the output. */
  to: number;
}

/**
 * Decodes the elements of a block, from `progress` on, until the input is at its end, and then returns true, or until at
 * least `until` bytes of the output are filled. The output must be as long as the head says, and is filled to its last
 * byte; anything else throws `corrupt-data`.
 *
 * An element is a run of literals, or a copy of what was written before: its first byte tells which in two bits, and in
 * the other six a length, or how many bytes of length follow.
 */
export function decodeSnappyPart(
  input: Uint8Array,
  output: Uint8Array,
  progress: SnappyProgress,
  until: number,
): boolean {
  // DataViews check every access by themselves too, at no cost: a mistake here cannot read or write elsewhere.
  const source = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const target = new DataView(output.buffer, output.byteOffset, output.byteLength);
  const inputEnd = input.length;
  const outputEnd = output.length;
  const roomyAt = inputEnd - ROOM;
  const roomyTo = outputEnd - ROOM;
  let { at, to } = progress;
  while (at < inputEnd) {
    if (to >= until) {
      progress.at = at;
      progress.to = to;
      return false;
    }
    const tag = source.getUint8(at++);
    let length: number;
    let distance: number;
    switch (tag & 3) {
      case 0: {
        length = (tag >>> 2) + 1;
        if (length <= SHORT_LITERAL && at < roomyAt && to < roomyTo) {
          target.setInt32(to, source.getInt32(at, true), true);
          target.setInt32(to + 4, source.getInt32(at + 4, true), true);
          target.setInt32(to + 8, source.getInt32(at + 8, true), true);
          target.setInt32(to + 12, source.getInt32(at + 12, true), true);
          at += length;
          to += length;
          continue;
        }
        if (length > 60) {
          const more = length - 60;
          if (more > inputEnd - at) throw corrupt('it ends inside a length');
          length = littleEndian(source, at, more) + 1;
          at += more;
        }
        if (length > inputEnd - at) throw corrupt('it ends inside its literals');
        if (length > outputEnd - to) throw corrupt(`it holds more than the ${outputEnd} bytes told`);
        if (length > LONG_RUN) output.set(input.subarray(at, at + length), to);
        else for (let i = 0; i < length; i++) target.setUint8(to + i, source.getUint8(at + i));
        at += length;
        to += length;
        continue;
      }
      case 1:
        if (at >= inputEnd) throw corrupt('it ends inside a distance');
        length = ((tag >>> 2) & 7) + 4;
        distance = ((tag >>> 5) << 8) | source.getUint8(at);
        at += 1;
        break;
      case 2:
        if (inputEnd - at < 2) throw corrupt('it ends inside a distance');
        length = (tag >>> 2) + 1;
        distance = source.getUint16(at, true);
        at += 2;
        break;
      default:
        if (inputEnd - at < 4) throw corrupt('it ends inside a distance');
        length = (tag >>> 2) + 1;
        distance = source.getUint32(at, true);
        at += 4;
    }
    if (distance === 0 || distance > to) throw corrupt('a copy points before the start');
    if (length > outputEnd - to) throw corrupt(`it holds more than the ${outputEnd} bytes told`);
    const end = to + length;
    let from = to - distance;
    if (distance >= 4 && to < roomyTo) {
      // Source and target may overlap, but never within four bytes, which are written before the next are read.
      for (; to < end; to += 16, from += 16) {
        target.setInt32(to, target.getInt32(from, true), true);
        target.setInt32(to + 4, target.getInt32(from + 4, true), true);
        target.setInt32(to + 8, target.getInt32(from + 8, true), true);
        target.setInt32(to + 12, target.getInt32(from + 12, true), true);
      }
    } else {
      for (; to < end; to++, from++) target.setUint8(to, target.getUint8(from));
    }
    to = end;
  }
  if (to !== outputEnd) throw corrupt(`it holds ${to} bytes where ${outputEnd} were told`);
  return true;
}

function littleEndian(source: DataView, at: number, bytes: number): number {
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + source.getUint8(at + i);
  return value;
}
