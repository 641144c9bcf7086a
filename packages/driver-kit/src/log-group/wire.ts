import { ConsumerError } from '@polylog/core/driver';

/** A varint never has more bytes than a 64-bit number needs, and those of tags and lengths than a 32-bit one. */
const MAX_VARINT_BYTES = 10;
const MAX_SHORT_VARINT_BYTES = 5;

export const corrupt = (what: string, at: number): ConsumerError =>
  new ConsumerError('corrupt-data', `log groups: ${what} at byte ${at} of the decompressed body`);

/**
 * A place in protobuf bytes, moved by reading. Every read is told where its parent message ends and throws
 * `corrupt-data` rather than pass it. Allocates nothing, so that a whole body can be walked for next to nothing.
 */
export class Wire {
  at: number;
  /** Of the pair that {@link pair} read last. */
  keyStart = 0;
  keyEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  #byte(end: number): number {
    if (this.at >= end) throw corrupt('a message ends inside a field', this.at);
    return this.bytes[this.at++] as number;
  }

  /** Number and wire type of the next field, as they stand in one number. */
  tag(end: number): number {
    const first = this.bytes[this.at] as number;
    if (first >= 8 && first < 128 && this.at < end) {
      this.at++;
      return first;
    }
    const tag = this.#shortVarint(end);
    if (tag < 8 || tag > 0xffff_ffff) throw corrupt('a field has an impossible number', this.at);
    return tag;
  }

  /** Reads the length of a text, bytes or message, which start behind it; returns where they end. */
  span(end: number): number {
    const first = this.bytes[this.at] as number;
    if (first < end - this.at && first < 128) {
      this.at++;
      return this.at + first;
    }
    const length = this.#shortVarint(end);
    if (length > end - this.at) throw corrupt('a field is longer than the message it stands in', this.at);
    return this.at + length;
  }

  /** The low 32 bits of a varint. */
  uint32(end: number): number {
    const first = this.#byte(end);
    if (first < 128) return first;
    let low = first & 127;
    for (let shift = 7; ; shift += 7) {
      if (shift >= 7 * MAX_VARINT_BYTES) throw corrupt('a number has too many bytes', this.at);
      const byte = this.#byte(end);
      if (shift < 32) low |= (byte & 127) << shift;
      if (byte < 128) return low >>> 0;
    }
  }

  int64(end: number): bigint {
    // In two numbers, of 49 and 21 bits: a bigint each seven bits would cost a microsecond.
    let low = 0;
    for (let factor = 1; factor < 2 ** 49; factor *= 128) {
      const byte = this.#byte(end);
      low += (byte & 127) * factor;
      if (byte < 128) return BigInt(low);
    }
    let high = 0;
    for (let factor = 1; factor < 2 ** 21; factor *= 128) {
      const byte = this.#byte(end);
      high += (byte & 127) * factor;
      if (byte < 128) return BigInt.asIntN(64, (BigInt(high) << 49n) | BigInt(low));
    }
    throw corrupt('a number has too many bytes', this.at);
  }

  fixed32(end: number): number {
    this.#step(4, end);
    const { bytes, at } = this;
    const high = bytes[at - 1] as number;
    return (
      ((bytes[at - 4] as number) | ((bytes[at - 3] as number) << 8) | ((bytes[at - 2] as number) << 16)) +
      high * 2 ** 24
    );
  }

  /** Passes over the value of the field whose tag was read last. Groups (wire types 3, 4) are in none of the services' messages. */
  skip(tag: number, end: number): void {
    switch (tag & 7) {
      case 0:
        this.#skipVarint(end);
        return;
      case 1:
        this.#step(8, end);
        return;
      case 2:
        this.at = this.span(end);
        return;
      case 5:
        this.#step(4, end);
        return;
      default:
        throw corrupt('a field has an unknown wire type', this.at);
    }
  }

  /** Reads a content or a tag up to its end: key (1) and value (2), both required; the last one counts if one comes twice. */
  pair(end: number): void {
    this.keyStart = -1;
    this.valueStart = -1;
    while (this.at < end) {
      const tag = this.tag(end);
      if (tag === 0x0a) {
        this.keyEnd = this.span(end);
        this.keyStart = this.at;
        this.at = this.keyEnd;
      } else if (tag === 0x12) {
        this.valueEnd = this.span(end);
        this.valueStart = this.at;
        this.at = this.valueEnd;
      } else {
        this.skip(tag, end);
      }
    }
    if (this.keyStart < 0 || this.valueStart < 0) throw corrupt('a field without a name or without a value ends', end);
  }

  #skipVarint(end: number): void {
    const { bytes } = this;
    const stop = Math.min(end, this.at + MAX_VARINT_BYTES);
    for (let at = this.at; at < stop; ) {
      if ((bytes[at++] as number) < 128) {
        this.at = at;
        return;
      }
    }
    throw stop === end ? corrupt('a message ends inside a field', end) : corrupt('a number has too many bytes', stop);
  }

  #step(bytes: number, end: number): void {
    if (bytes > end - this.at) throw corrupt('a message ends inside a field', this.at);
    this.at += bytes;
  }

  /** Not cut to 32 bits: a length of 2 ** 32 + 1 must not pass for 1. */
  #shortVarint(end: number): number {
    let value = 0;
    for (let count = 0, factor = 1; ; count++, factor *= 128) {
      if (count >= MAX_SHORT_VARINT_BYTES) throw corrupt('a tag or length has too many bytes', this.at);
      const byte = this.#byte(end);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
}
