import type { ConsumerError } from '@polylog/core/driver';
import { corruptBody } from './codec.js';

const corrupt = (what: string): ConsumerError => corruptBody('lz4', what);

/** Runs longer than this are copied by the engine's own block copy, shorter ones by a loop. */
const LONG_RUN = 64;

/**
 * Room that a sequence without length bytes may use in input and output: up to 14 literals and a match of up to 18 bytes,
 * each copied in strokes of 16 or 4 bytes, with what is too much overwritten by what follows.
 */
const SHORT_SEQUENCE_ROOM = 48;

/** How far a block has been decoded. */
export interface Lz4Progress {
  /** The next byte of the input. */
  at: number;
  /** The next byte of the output. */
  to: number;
}

/** Decodes one LZ4 block so that it fills `output` to the last byte; anything else throws `corrupt-data`. */
export function decodeLz4Block(input: Uint8Array, output: Uint8Array): void {
  decodeLz4Part(input, output, { at: 0, to: 0 }, Number.POSITIVE_INFINITY);
}

/**
 * The same in parts: goes on from `progress` until the block is at its end, and then returns true, or until the first end
 * of a sequence at which at least `until` bytes of the output are filled.
 *
 * A block is a row of sequences: a token (literal count, match length), literals, and a match (two bytes of distance
 * back); the last sequence has literals only.
 */
export function decodeLz4Part(input: Uint8Array, output: Uint8Array, progress: Lz4Progress, until: number): boolean {
  // DataViews check every access by themselves too, at no cost: a mistake here cannot read or write elsewhere.
  const source = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const target = new DataView(output.buffer, output.byteOffset, output.byteLength);
  const inputEnd = input.length;
  const outputEnd = output.length;
  const roomyAt = inputEnd - SHORT_SEQUENCE_ROOM;
  const roomyTo = outputEnd - SHORT_SEQUENCE_ROOM;
  let { at, to } = progress;
  while (to < until) {
    if (at >= inputEnd) throw corrupt('it ends without a last run of literals');
    const token = source.getUint8(at++);

    let literals = token >>> 4;
    if (literals < 15 && at < roomyAt && to < roomyTo) {
      if (literals > 0) {
        target.setInt32(to, source.getInt32(at, true), true);
        if (literals > 4) {
          target.setInt32(to + 4, source.getInt32(at + 4, true), true);
          if (literals > 8) {
            target.setInt32(to + 8, source.getInt32(at + 8, true), true);
            target.setInt32(to + 12, source.getInt32(at + 12, true), true);
          }
        }
        at += literals;
        to += literals;
      }
    } else {
      if (literals === 15) {
        for (let more = 255; more === 255; literals += more) {
          if (at >= inputEnd) throw corrupt('it ends inside a length');
          more = source.getUint8(at++);
        }
      }
      if (literals > inputEnd - at) throw corrupt('it ends inside its literals');
      if (literals > outputEnd - to) throw corrupt(`it holds more than the ${outputEnd} bytes told`);
      if (literals > LONG_RUN) output.set(input.subarray(at, at + literals), to);
      else for (let i = 0; i < literals; i++) target.setUint8(to + i, source.getUint8(at + i));
      at += literals;
      to += literals;
      if (at === inputEnd) {
        if (to !== outputEnd) throw corrupt(`it holds ${to} bytes where ${outputEnd} were told`);
        return true;
      }
    }

    if (inputEnd - at < 2) throw corrupt('it ends inside a distance');
    const distance = source.getUint16(at, true);
    at += 2;
    if (distance === 0 || distance > to) throw corrupt('a match points before the start');

    let length = (token & 15) + 4;
    if (length === 19) {
      for (let more = 255; more === 255; length += more) {
        if (at >= inputEnd) throw corrupt('it ends inside a length');
        more = source.getUint8(at++);
      }
    }
    if (length > outputEnd - to) throw corrupt(`it holds more than the ${outputEnd} bytes told`);
    const end = to + length;
    let from = to - distance;
    if (length > LONG_RUN && distance >= length) {
      output.copyWithin(to, from, from + length);
    } else if (distance >= 16 && outputEnd - end >= 16) {
      for (; to < end; to += 16, from += 16) {
        target.setInt32(to, target.getInt32(from, true), true);
        target.setInt32(to + 4, target.getInt32(from + 4, true), true);
        target.setInt32(to + 8, target.getInt32(from + 8, true), true);
        target.setInt32(to + 12, target.getInt32(from + 12, true), true);
      }
    } else if (distance >= 4 && outputEnd - end >= 4) {
      // Source and target may overlap, but never within one stroke. Up to three bytes too much, as above.
      for (; to < end; to += 4, from += 4) target.setInt32(to, target.getInt32(from, true), true);
    } else {
      for (; to < end; to++, from++) target.setUint8(to, target.getUint8(from));
    }
    to = end;
  }
  progress.at = at;
  progress.to = to;
  return false;
}
