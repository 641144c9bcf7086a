import { fields } from '../store/log-group-scan.js';

/** A log's time as the nearest millisecond below; its unit shows in its magnitude. */
export function timeMsOf(time: number): number {
  if (Math.abs(time) < 1e11) return time * 1000;
  if (Math.abs(time) < 1e14) return time;
  return Math.floor(time / (Math.abs(time) < 1e17 ? 1e3 : 1e6));
}

/** The group with every log's time in microseconds. */
export function inMicroseconds(group: Buffer): Buffer {
  return rewritten(group, 1, (log) => rewritten(log, 1, (time) => varint(microseconds(int64(time)))));
}

function microseconds(time: bigint): bigint {
  const size = time < 0n ? -time : time;
  if (size < 100_000_000_000n) return time * 1_000_000n;
  if (size < 100_000_000_000_000n) return time * 1_000n;
  return size < 100_000_000_000_000_000n ? time : time / 1_000n;
}

/** The message with what stands in the fields of one number changed; the rest stays byte for byte. */
function rewritten(message: Buffer, number: number, change: (value: Buffer) => Buffer): Buffer {
  const parts: Buffer[] = [];
  for (const field of fields(message)) {
    if (field.number !== number) {
      parts.push(message.subarray(field.start, field.end));
      continue;
    }
    const tag = varint(BigInt(number * 8 + field.wire));
    if (field.wire === 0) parts.push(tag, change(message.subarray(field.start + tag.length, field.end)));
    else {
      const value = change(field.bytes);
      parts.push(tag, varint(BigInt(value.length)), value);
    }
  }
  return Buffer.concat(parts);
}

function int64(bytes: Buffer): bigint {
  let value = 0n;
  for (const [i, byte] of bytes.entries()) value |= BigInt(byte & 127) << BigInt(7 * i);
  return BigInt.asIntN(64, value);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
