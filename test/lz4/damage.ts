import { below, oneOf, type Random } from './contents.js';
import { type Landmark, readBlock } from './read-block.js';

export interface WholeBlock {
  readonly block: Buffer;
  readonly rawBytes: number;
  readonly landmarks: readonly Landmark[];
}

export function wholeBlock(block: Buffer): WholeBlock {
  const { raw, landmarks } = readBlock(block);
  return { block, rawBytes: raw.length, landmarks };
}

/** Answers a changed copy; `others` are blocks to take parts of. */
type Damage = (random: Random, whole: WholeBlock, others: readonly WholeBlock[]) => Buffer;

/** The ways in which a body may come damaged, or be made so by somebody who wants to break the reader. */
export const damages: Readonly<Record<string, Damage>> = {
  'bits flipped'(random, { block }) {
    const changed = Buffer.from(block);
    for (let flips = 1 + below(random, 3); flips > 0; flips--) {
      const at = below(random, changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << below(random, 8));
    }
    return changed;
  },

  'cut short'(random, { block, landmarks }) {
    const at = random() < 0.5 ? below(random, block.length) : oneOf(random, landmarks).at;
    return Buffer.from(random() < 0.9 ? block.subarray(0, at) : block.subarray(at));
  },

  'bytes put in'(random, { block }) {
    const at = below(random, block.length + 1);
    const more = Buffer.alloc(1 + below(random, 8), oneOf(random, [0, 1, 255, below(random, 256)]));
    return Buffer.concat([block.subarray(0, at), more, block.subarray(at)]);
  },

  'lengths changed'(random, { block, landmarks }) {
    const changed = Buffer.from(block);
    for (let changes = 1 + below(random, 2); changes > 0; changes--) {
      changeLength(random, changed, oneOf(random, landmarks));
    }
    return changed;
  },

  spliced(random, whole, others) {
    const other = oneOf(random, others);
    const head = whole.block.subarray(0, cutOf(random, whole));
    return Buffer.concat([head, other.block.subarray(cutOf(random, other))]);
  },
};

/** Mostly between two sequences, so that what is joined there can be read. */
function cutOf(random: Random, { block, landmarks }: WholeBlock): number {
  if (random() < 0.3) return below(random, block.length + 1);
  return oneOf(
    random,
    landmarks.filter(({ what }) => what === 'token'),
  ).at;
}

function changeLength(random: Random, block: Buffer, { what, at, rawBefore }: Landmark): void {
  const token = block[at] ?? 0;
  if (what === 'token') {
    const nibble = oneOf(random, [0, 1, 14, 15, below(random, 16)]);
    block[at] = random() < 0.5 ? (token & 15) | (nibble << 4) : (token & 240) | nibble;
  } else if (what === 'length') {
    block[at] = oneOf(random, [0, 254, 255, (token + 1) & 255, (token + 255) & 255]);
  } else {
    const distance = oneOf(random, [0, 1, 2, 3, 7, 8, 15, 16, rawBefore, rawBefore + 1, 65_535, below(random, 65_536)]);
    block.writeUInt16LE(Math.min(distance, 65_535), at);
  }
}
