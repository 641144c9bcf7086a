const TABLE_BITS = 14;
/** Where a four-byte sequence was seen last, by its hash: position + 1, 0 for nowhere. One for all calls: they are synchronous. */
const seen = new Int32Array(1 << TABLE_BITS);

const MAX_DISTANCE = 65_535;
const MIN_MATCH = 4;
/** The last match starts at least this many bytes before the end … */
const MATCH_START_MARGIN = 12;
/** … and the last bytes are always literals (SLS API reference, as in the LZ4 block format). */
const LAST_LITERALS = 5;

const slotOf = (sequence: number): number => Math.imul(sequence, 0x9e3779b1) >>> (32 - TABLE_BITS);

/**
 * Encodes one LZ4 block, greedily, with a table of where each sequence was seen last. Input that does not shrink comes
 * out as one run of literals, a little longer than it was.
 */
export function encodeLz4Block(input: Uint8Array): Buffer {
  const size = input.length;
  const source = new DataView(input.buffer, input.byteOffset, size);
  const output = Buffer.allocUnsafe(size + Math.ceil(size / 255) + 16);
  const lastStart = size - MATCH_START_MARGIN;
  const matchEnd = size - LAST_LITERALS;
  let pending = 0;
  let at = 0;
  let to = 0;
  seen.fill(0);
  while (at <= lastStart) {
    const sequence = source.getInt32(at, true);
    const slot = slotOf(sequence);
    let from = (seen[slot] ?? 0) - 1;
    seen[slot] = at + 1;
    if (from < 0 || at - from > MAX_DISTANCE || source.getInt32(from, true) !== sequence) {
      // The longer nothing was found, the larger the steps: incompressible input must not cost the full search.
      at += 1 + ((at - pending) >>> 6);
      continue;
    }
    const distance = at - from;
    let end = at + MIN_MATCH;
    from += MIN_MATCH;
    while (end + 4 <= matchEnd && source.getInt32(end, true) === source.getInt32(from, true)) {
      end += 4;
      from += 4;
    }
    while (end < matchEnd && source.getUint8(end) === source.getUint8(from)) {
      end++;
      from++;
    }
    while (at > pending && at > distance && source.getUint8(at - 1) === source.getUint8(at - 1 - distance)) at--;

    const length = end - at - MIN_MATCH;
    to = writeLiterals(input, pending, at, Math.min(length, 15), output, to);
    output[to++] = distance & 255;
    output[to++] = distance >>> 8;
    if (length >= 15) to = writeRest(length - 15, output, to);
    seen[slotOf(source.getInt32(end - 2, true))] = end - 1;
    at = end;
    pending = end;
  }
  to = writeLiterals(input, pending, size, 0, output, to);
  return Buffer.copyBytesFrom(output, 0, to);
}

/** Token, literal count, literals. Returns where the output goes on. */
function writeLiterals(
  input: Uint8Array,
  start: number,
  end: number,
  lowNibble: number,
  output: Uint8Array,
  to: number,
): number {
  const count = end - start;
  output[to++] = (Math.min(count, 15) << 4) | lowNibble;
  if (count >= 15) to = writeRest(count - 15, output, to);
  if (count > 32) output.set(input.subarray(start, end), to);
  else for (let i = 0; i < count; i++) output[to + i] = input[start + i] as number;
  return to + count;
}

/** What of a length does not fit its four bits: bytes that are added up until one is below 255. */
function writeRest(rest: number, output: Uint8Array, to: number): number {
  for (; rest >= 255; rest -= 255) output[to++] = 255;
  output[to++] = rest;
  return to;
}
