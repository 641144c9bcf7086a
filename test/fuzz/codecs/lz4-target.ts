import { type Codec, lz4Block, lz4Codec } from '@polylog/driver-kit';
import { decodeLz4Part } from '#lz4-decode';
import { damaged } from '../damage.js';
import type { Draw } from '../draw.js';
import type { FuzzTarget } from '../fuzz-target.js';
import { codecCase, wrongSize } from './codec-case.js';
import { type Lz4Sequence, parseLz4, writeLz4 } from './lz4-sequences.js';
import { plainLz4 } from './plain-lz4.js';
import { rawBody } from './raw-bodies.js';
import { type CodecRules, runCodec } from './run-codec.js';

/** What a block may hold is bounded by its length: a length byte of 255 adds 255. */
const MOST_RAW_BYTES_FOR_ONE = 255;

/**
 * Our decoder, stopping at the end of every sequence, as between two slices; a slice is longer than any body here. The
 * package does not export the decoder itself, so that the root package.json has a name for it.
 */
const stoppingLz4 = lz4Codec({
  encode: lz4Block.compress,
  decode(input, output) {
    const progress = { at: 0, to: 0 };
    while (!decodeLz4Part(input, output, progress, progress.to + 1));
  },
});

/** At once as it is, in turns stopping. */
const ourLz4: Codec = { ...stoppingLz4, decompress: lz4Block.decompress };

/** An lz4 codec, against the plainest decoder there is. */
export function lz4Target(codec: Codec = ourLz4): FuzzTarget {
  const rules: CodecRules = {
    codec,
    reference: plainLz4,
    mostAllocated: (rawBytes, bodyBytes) => (rawBytes > bodyBytes * MOST_RAW_BYTES_FOR_ONE ? 0 : rawBytes),
  };
  return {
    name: 'lz4',
    valid(draw) {
      const block = draw.chance(0.5) ? lz4Block.compress(rawBody(draw)) : writeLz4(sequencesOf(draw));
      return codecCase(draw, block, plainLz4(block)?.length ?? 0);
    },
    mutate(draw, { fields, body }, other) {
      const told = Number(fields.rawBytes);
      if (draw.chance(0.12)) return codecCase(draw, body, wrongSize(draw, told));
      const block = draw.chance(0.35) ? damaged(draw, body, other.body) : changed(draw, body);
      const holds = draw.chance(0.6) ? plainLz4(block)?.length : undefined;
      return codecCase(draw, block, holds ?? (draw.chance(0.7) ? told : wrongSize(draw, told)));
    },
    random(draw) {
      const size = draw.below(draw.pick([4, 30, 300]));
      return codecCase(draw, draw.bytes(size), draw.chance(0.5) ? draw.below(4 * size + 1) : wrongSize(draw, size));
    },
    run: (given) => runCodec(rules, given),
  };
}

/** Counts around every border: of the token, of a length byte, of what is copied at a stroke. */
const COUNTS = [0, 1, 3, 4, 14, 15, 16, 17, 18, 19, 20, 63, 64, 65, 269, 270, 271, 524, 525, 526];

/** A block that no encoder would write: short distances, long matches, runs of every length. */
function sequencesOf(draw: Draw): Lz4Sequence[] {
  const sequences: Lz4Sequence[] = [];
  let written = 0;
  for (let left = draw.below(8); left > 0; left--) {
    const literals = draw.bytes(written === 0 ? draw.between(1, 40) : draw.pick(COUNTS));
    written += literals.length;
    const distance = draw.chance(0.6)
      ? draw.between(1, Math.min(written, 20))
      : draw.between(1, Math.min(written, 65_535));
    const length = 4 + draw.pick(COUNTS);
    written += length;
    sequences.push({ literals, match: { distance, length } });
  }
  return [...sequences, { literals: draw.bytes(draw.pick(COUNTS)), match: undefined }];
}

type Change = (draw: Draw, sequence: Lz4Sequence, all: Lz4Sequence[]) => void;

const changes: readonly Change[] = [
  function literalsByOne(draw, sequence) {
    sequence.literalsOff = draw.pick([-1, 1]);
  },
  function moreLiterals(draw, sequence) {
    sequence.literalsOff = draw.pick([15, 255, 70_000, 10_000_000]);
  },
  function otherLiterals(draw, sequence) {
    sequence.literals = draw.bytes(draw.pick(COUNTS));
  },
  function distanceByOne(draw, { match }) {
    if (match !== undefined) match.distance += draw.pick([-1, 1]);
  },
  function otherDistance(draw, { match }) {
    if (match !== undefined) match.distance = draw.pick([0, 1, 2, 3, 4, 5, 16, 65_535, draw.below(300)]);
  },
  function otherMatch(draw, { match }) {
    if (match !== undefined) match.length = 4 + draw.pick(COUNTS);
  },
  function matchByOne(draw, sequence) {
    sequence.matchOff = draw.pick([-1, 1]);
  },
  function longMatch(draw, sequence) {
    sequence.matchOff = draw.pick([15, 255, 70_000, 10_000_000]);
  },
  function endsWithMatch(_, __, all) {
    all.pop();
  },
  function endsTwice(draw, _, all) {
    all.push({ literals: draw.bytes(draw.below(3)), match: undefined });
  },
  function swap(draw, sequence, all) {
    const at = draw.below(all.length);
    all[all.indexOf(sequence)] = all[at] as Lz4Sequence;
    all[at] = sequence;
  },
  function repeat(draw, sequence, all) {
    all.splice(draw.below(all.length + 1), 0, { ...sequence, match: sequence.match && { ...sequence.match } });
  },
  function drop(_, sequence, all) {
    all.splice(all.indexOf(sequence), 1);
  },
];

/** One to three changes to the sequences of a valid block. */
function changed(draw: Draw, block: Buffer): Buffer {
  const all = parseLz4(block);
  for (let left = draw.between(1, 3); left > 0 && all.length > 0; left--) draw.pick(changes)(draw, draw.pick(all), all);
  return writeLz4(all);
}
