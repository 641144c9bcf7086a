import { isConsumerError } from '@polylog/core';
import type { Codec } from '@polylog/driver-kit';

/** Where the bytes lie in larger memory: with nothing behind, nothing before, or something on both sides. */
export type Place = 'end' | 'start' | 'middle';
export const places: readonly Place[] = ['end', 'start', 'middle'];

export interface Guarded {
  readonly place: Place;
  /** What lies before the block, and behind it: a reader that looks there sees it go on. */
  readonly before: Uint8Array;
  readonly behind: Uint8Array;
  /** What the memory for the result, and around it, holds before. */
  readonly stale: number;
}

export type Read = Buffer | 'refused';

/** Odd, so that nothing is aligned. */
const ROOM = 131;

/**
 * What a codec makes of a block, `refused` for `corrupt-data`. Throws for any other error, for a result elsewhere than in
 * the memory given, and where a byte has changed around that memory, in the block, or around the block.
 */
export function decompressGuarded(codec: Codec, block: Uint8Array, rawBytes: number, guarded: Guarded): Read {
  const { place, stale } = guarded;
  const before = place === 'start' ? 0 : ROOM;
  const behind = place === 'end' ? 0 : ROOM;
  const input = laidOut(before, block, behind, guarded);
  const inputWas = Buffer.from(input.whole);
  const canary = Buffer.from([stale]);
  const output = laidOut(before, Buffer.alloc(rawBytes, stale), behind, { before: canary, behind: canary });

  let read: Read;
  try {
    read = codec.decompress(input.part, { rawBytes, target: () => output.part });
  } catch (error) {
    if (!isConsumerError(error) || error.code !== 'corrupt-data') throw error;
    read = 'refused';
  }
  if (!input.whole.equals(inputWas)) throw new Error('the input, or memory around it, was written to');
  const { whole } = output;
  if (!isAll(whole.subarray(0, before), stale) || !isAll(whole.subarray(before + rawBytes), stale)) {
    throw new Error('memory around the output was written to');
  }
  if (read !== 'refused' && rawBytes > 0 && read.buffer !== whole.buffer) throw new Error('the target was left unused');
  return read;
}

interface LaidOut {
  readonly whole: Buffer;
  readonly part: Buffer;
}

/** Memory of its own, not Node's pool: with nothing behind, the last byte is the last one of the ArrayBuffer. */
function laidOut(
  before: number,
  bytes: Uint8Array,
  behind: number,
  around: Pick<Guarded, 'before' | 'behind'>,
): LaidOut {
  const whole = Buffer.from(new ArrayBuffer(before + bytes.length + behind));
  const part = whole.subarray(before, before + bytes.length);
  whole.subarray(0, before).fill(around.before);
  part.set(bytes);
  whole.subarray(before + bytes.length).fill(around.behind);
  return { whole, part };
}

const isAll = (bytes: Buffer, value: number): boolean => bytes.equals(Buffer.alloc(bytes.length, value));
