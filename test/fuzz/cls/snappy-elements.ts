/** One element of a snappy block, which can be changed, and written so that it lies. */
export type SnappyElement = SnappyLiterals | SnappyCopy;

export interface SnappyLiterals {
  readonly kind: 'literals';
  bytes: Buffer;
  /** How many bytes of length follow the first one; absent for the fewest. */
  lengthBytes?: 0 | 1 | 2 | 3 | 4;
  /** Added to the length that is told. */
  off?: number;
}

export interface SnappyCopy {
  readonly kind: 'copy';
  distance: number;
  length: number;
  /** How the distance is written: in 11 bits, or in so many bytes. Written otherwise where it does not fit. */
  form: 1 | 2 | 4;
}

/** A block, whose head may lie. */
export interface SnappyBlock {
  rawBytes: number;
  elements: SnappyElement[];
}

/** Takes a valid block apart. */
export function parseSnappy(block: Buffer): SnappyBlock {
  let at = 0;
  let rawBytes = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = block[at++] as number;
    rawBytes += (byte & 127) * factor;
    if (byte < 128) break;
  }
  const elements: SnappyElement[] = [];
  while (at < block.length) {
    const tag = block[at++] as number;
    const upper = tag >>> 2;
    switch (tag & 3) {
      case 0: {
        const lengthBytes = upper < 60 ? 0 : upper - 59;
        const length = 1 + (lengthBytes === 0 ? upper : block.readUIntLE(at, lengthBytes));
        at += lengthBytes;
        elements.push({ kind: 'literals', bytes: block.subarray(at, at + length) });
        at += length;
        break;
      }
      case 1: {
        const distance = ((tag >>> 5) << 8) | (block[at++] as number);
        elements.push({ kind: 'copy', distance, length: 4 + (upper & 7), form: 1 });
        break;
      }
      case 2:
        elements.push({ kind: 'copy', distance: block.readUInt16LE(at), length: 1 + upper, form: 2 });
        at += 2;
        break;
      default:
        elements.push({ kind: 'copy', distance: block.readUInt32LE(at), length: 1 + upper, form: 4 });
        at += 4;
    }
  }
  return { rawBytes, elements };
}

export function writeSnappy({ rawBytes, elements }: SnappyBlock): Buffer {
  return Buffer.concat([writeSnappyHead(rawBytes), ...elements.map(writeElement)]);
}

/** With `idleBytes` that say nothing. */
export function writeSnappyHead(rawBytes: number, idleBytes = 0): Buffer {
  const bytes: number[] = [];
  let rest = rawBytes;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  for (let left = idleBytes; left > 0; left--) {
    bytes.push(rest | 128);
    rest = 0;
  }
  return Buffer.from([...bytes, rest]);
}

function writeElement(element: SnappyElement): Buffer {
  return element.kind === 'literals' ? writeLiterals(element) : writeCopy(element);
}

function writeLiterals({ bytes, lengthBytes, off = 0 }: SnappyLiterals): Buffer {
  const told = Math.max(0, bytes.length - 1 + off);
  const fewest = told < 60 ? 0 : told < 2 ** 8 ? 1 : told < 2 ** 16 ? 2 : told < 2 ** 24 ? 3 : 4;
  const size = Math.max(fewest, lengthBytes ?? 0);
  if (size === 0) return Buffer.concat([Buffer.from([told << 2]), bytes]);
  const length = Buffer.alloc(size);
  length.writeUIntLE(told % 2 ** 32, 0, size);
  return Buffer.concat([Buffer.from([(59 + size) << 2]), length, bytes]);
}

function writeCopy({ distance, length, form }: SnappyCopy): Buffer {
  if (form === 1 && length >= 4 && length <= 11 && distance < 2 ** 11) {
    return Buffer.from([1 | ((length - 4) << 2) | ((distance >>> 8) << 5), distance & 255]);
  }
  const tag = ((length - 1) & 63) << 2;
  if (form !== 4 && distance < 2 ** 16) return Buffer.from([2 | tag, distance & 255, distance >>> 8]);
  const written = Buffer.alloc(5);
  written[0] = 3 | tag;
  written.writeUInt32LE(distance % 2 ** 32, 1);
  return written;
}
