import type { Codec } from '@polylog/driver-kit';
import { checkSnappySize, decodeSnappyPart, readSnappyHead } from '@polylog/tencent-cls/wire';
import { compressSync, uncompressSync } from 'snappy';
import { claimsOf } from '../codecs/codec-case.js';
import { rawBody } from '../codecs/raw-bodies.js';
import { type CodecRules, runCodec } from '../codecs/run-codec.js';
import { damaged } from '../damage.js';
import type { Draw } from '../draw.js';
import type { FuzzCase } from '../fuzz-case.js';
import type { FuzzTarget } from '../fuzz-target.js';
import { parseSnappy, type SnappyBlock, type SnappyElement, writeSnappy, writeSnappyHead } from './snappy-elements.js';

/** A block of three bytes more stands for 64 at most. */
const MOST_RAW_BYTES_FOR_ONE = 22;

/** The decoder's parts. One with a fault can be put in its place. */
export interface SnappyDecoder {
  readonly readHead: typeof readSnappyHead;
  readonly checkSize: typeof checkSnappySize;
  readonly decodePart: typeof decodeSnappyPart;
}

const ours: SnappyDecoder = {
  readHead: readSnappyHead,
  checkSize: checkSnappySize,
  decodePart: decodeSnappyPart,
};

/** Our decoder as the read path puts it together; in turns it stops behind every element, for a slice is longer than any body here. */
function asCodec({ readHead, checkSize, decodePart }: SnappyDecoder): Pick<Codec, 'decompress' | 'decompressInTurns'> {
  const begin: (...given: Parameters<Codec['decompress']>) => { output: Buffer; at: number } = (input, options) => {
    const { rawBytes, bytes } = readHead(input);
    checkSize(rawBytes, { blockBytes: input.length, maxRawBytes: options.maxRawBytes ?? 0 });
    const given = options.target?.(rawBytes);
    const fits = given !== undefined && given.length >= rawBytes;
    return { output: fits ? given.subarray(0, rawBytes) : Buffer.allocUnsafe(rawBytes), at: bytes };
  };
  return {
    decompress(input, options) {
      const { output, at } = begin(input, options);
      decodePart(input, output, { at, to: 0 }, Number.POSITIVE_INFINITY);
      return output;
    },
    async decompressInTurns(input, options) {
      const { output, at } = begin(input, options);
      const progress = { at, to: 0 };
      while (!decodePart(input, output, progress, progress.to + 1));
      return output;
    },
  };
}

/** Google's decoder, in Rust. It takes memory for whatever a head tells, so that only sane ones are shown to it. */
function reference(body: Buffer, rawBytes: number): Buffer | undefined {
  try {
    return body.length > 0 && rawBytes >= 0 ? (uncompressSync(body) as Buffer) : undefined;
  } catch {
    return undefined;
  }
}

/** Snappy blocks, against another decoder. What a codec is told beside a body stands in a block itself. */
export function snappyTarget(fault: Partial<SnappyDecoder> = {}): FuzzTarget {
  const rules: CodecRules = {
    codec: { name: 'none', compress: compressed, ...asCodec({ ...ours, ...fault }) },
    reference,
    mostAllocated: (rawBytes, bodyBytes) => (rawBytes > bodyBytes * MOST_RAW_BYTES_FOR_ONE ? 0 : rawBytes),
  };
  return {
    name: 'snappy',
    valid: (draw) => caseOf(draw, draw.chance(0.5) ? compressed(rawBody(draw)) : writeSnappy(blockOf(draw))),
    mutate(draw, { body }, other) {
      const given = caseOf(draw, draw.chance(0.35) ? damaged(draw, body, other.body) : changed(draw, body));
      if (draw.chance(0.9)) return given;
      // A cap around what the block tells.
      const cap = (toldBytes(given.body) || 0) + draw.pick([-1, 0, 1, -100]);
      return { ...given, fields: { ...given.fields, maxRawBytes: String(Math.max(0, cap)) } };
    },
    random(draw) {
      const noise = draw.bytes(draw.below(draw.pick([4, 30, 300])));
      return caseOf(
        draw,
        draw.chance(0.5) ? noise : Buffer.concat([writeSnappyHead(draw.below(4 * noise.length + 1)), noise]),
      );
    },
    run({ fields, body }) {
      const { maxRawBytes, target } = claimsOf({ fields, body });
      const told = { rawBytes: String(toldBytes(body)), maxRawBytes: String(maxRawBytes), target };
      return runCodec(rules, { fields: told, body });
    },
  };
}

const compressed = (raw: Uint8Array): Buffer => compressSync(Buffer.from(raw));

function caseOf(draw: Draw, body: Buffer): FuzzCase {
  return { fields: { target: draw.pick(['enough', 'enough', 'small', 'none']) }, body };
}

/** What the head tells: 32 bits in at most five bytes (format description); NaN for anything else. */
function toldBytes(body: Buffer): number {
  let value = 0;
  for (let at = 0; at < Math.min(5, body.length); at++) {
    value += ((body[at] as number) & 127) * 128 ** at;
    if ((body[at] as number) < 128) return value < 2 ** 32 ? value : Number.NaN;
  }
  return Number.NaN;
}

/** Counts around every border: of the tag, of the lengths behind it, of what is copied at a stroke. */
const COUNTS = [1, 3, 4, 11, 12, 15, 16, 17, 59, 60, 61, 62, 63, 64, 65, 80, 81, 255, 256, 257, 600];
const COPIES = [1, 2, 3, 4, 7, 8, 11, 12, 15, 16, 17, 32, 63, 64];
const FORMS = [1, 2, 4] as const;

/** A block that no encoder would write: short distances, copies in every form, runs of every length. */
function blockOf(draw: Draw): SnappyBlock {
  const elements: SnappyElement[] = [];
  let written = 0;
  for (let left = draw.below(10); left > 0; left--) {
    if (written === 0 || draw.chance(0.4)) {
      const bytes = draw.bytes(draw.pick(COUNTS));
      elements.push({ kind: 'literals', bytes, lengthBytes: draw.pick([0, 0, 0, 1, 2, 3, 4]) });
      written += bytes.length;
    } else {
      const distance = draw.between(1, draw.chance(0.6) ? Math.min(written, 20) : written);
      const length = draw.pick(COPIES);
      elements.push({ kind: 'copy', distance, length, form: draw.pick(FORMS) });
      written += length;
    }
  }
  return { rawBytes: written, elements };
}

type Change = (draw: Draw, element: SnappyElement, block: SnappyBlock) => void;

const changes: readonly Change[] = [
  function otherSize(draw, _, block) {
    const { rawBytes } = block;
    block.rawBytes = draw.pick([
      rawBytes + 1,
      rawBytes + 64,
      2 * rawBytes,
      0,
      1,
      128 * 1024 + 1,
      2 ** 31,
      2 ** 32 - 1,
      2 ** 32,
      2 ** 35,
    ]);
    if (draw.chance(0.3)) block.rawBytes = Math.max(0, rawBytes - 1);
  },
  function otherLength(draw, element) {
    if (element.kind === 'literals') element.off = draw.pick([-1, 1, 15, 255, 70_000, 2 ** 24, 2 ** 31]);
    else element.length = draw.pick(COPIES);
  },
  function otherDistance(draw, element) {
    if (element.kind === 'copy')
      element.distance = draw.pick([0, 1, 2, 3, 4, 5, 15, 16, 2047, 2048, 65_535, 65_536, 2 ** 31, 2 ** 32 - 1]);
  },
  function distanceByOne(draw, element) {
    if (element.kind === 'copy') element.distance = Math.max(0, element.distance + draw.pick([-1, 1]));
  },
  function otherForm(draw, element) {
    if (element.kind === 'copy') element.form = draw.pick(FORMS);
    else element.lengthBytes = draw.pick([0, 1, 2, 3, 4]);
  },
  function otherLiterals(draw, element) {
    if (element.kind === 'literals') element.bytes = draw.bytes(draw.pick(COUNTS));
  },
  function swap(draw, element, { elements }) {
    const at = draw.below(elements.length);
    elements[elements.indexOf(element)] = elements[at] as SnappyElement;
    elements[at] = element;
  },
  function repeat(draw, element, { elements }) {
    elements.splice(draw.below(elements.length + 1), 0, { ...element });
  },
  function drop(_, element, { elements }) {
    elements.splice(elements.indexOf(element), 1);
  },
];

/** One to three changes to the elements of a valid block, most often with a head that fits. */
function changed(draw: Draw, body: Buffer): Buffer {
  const block = parseSnappy(body);
  const before = block.rawBytes;
  for (let left = draw.between(1, 3); left > 0 && block.elements.length > 0; left--) {
    draw.pick(changes)(draw, draw.pick(block.elements), block);
  }
  if (block.rawBytes === before && draw.chance(0.7)) {
    block.rawBytes = block.elements.reduce(
      (sum, one) => sum + (one.kind === 'copy' ? one.length : one.bytes.length),
      0,
    );
  }
  return writeSnappy(block);
}
