import type { Draw } from './draw.js';

/** Bytes that mean something in one of the formats: zero, ends of varints, tags, the largest. */
const TELLING = [0x00, 0x01, 0x02, 0x04, 0x08, 0x0a, 0x0f, 0x12, 0x25, 0x7f, 0x80, 0xf0, 0xff];

type Damage = (draw: Draw, bytes: Buffer, other: Buffer) => Buffer;

const damages: readonly Damage[] = [
  function flipBit(draw, bytes) {
    const changed = Buffer.from(bytes);
    const at = draw.below(bytes.length);
    changed[at] = (bytes[at] as number) ^ (1 << draw.below(8));
    return changed;
  },
  function setByte(draw, bytes) {
    const changed = Buffer.from(bytes);
    changed[draw.below(bytes.length)] = draw.chance(0.5) ? draw.pick(TELLING) : draw.below(256);
    return changed;
  },
  function nudgeByte(draw, bytes) {
    const changed = Buffer.from(bytes);
    const at = draw.below(bytes.length);
    changed[at] = (bytes[at] as number) + draw.pick([-1, 1]);
    return changed;
  },
  function insert(draw, bytes) {
    const at = draw.below(bytes.length + 1);
    const piece = draw.chance(0.5) ? Buffer.from([draw.pick(TELLING)]) : draw.bytes(draw.between(1, 5));
    return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  },
  function remove(draw, bytes) {
    const at = draw.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + draw.between(1, 4))]);
  },
  function truncate(draw, bytes) {
    return bytes.subarray(0, draw.below(bytes.length));
  },
  function append(draw, bytes) {
    return Buffer.concat([bytes, draw.bytes(draw.between(1, 6))]);
  },
  function repeat(draw, bytes) {
    const at = draw.below(bytes.length);
    const end = Math.min(bytes.length, at + draw.between(1, 30));
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end)]);
  },
  function splice(draw, bytes, other) {
    return Buffer.concat([
      bytes.subarray(0, draw.below(bytes.length + 1)),
      other.subarray(draw.below(other.length + 1)),
    ]);
  },
];

/** Damage that knows nothing of the format: one to three times a flipped bit, a lost piece, a part of `other`… */
export function damaged(draw: Draw, bytes: Buffer, other: Buffer): Buffer {
  let result = bytes;
  for (let left = draw.between(1, 3); left > 0; left--) {
    result = result.length === 0 ? draw.bytes(draw.between(1, 3)) : draw.pick(damages)(draw, result, other);
  }
  return result;
}
