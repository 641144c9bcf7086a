import { lz4Block as ours } from '@polylog/driver-kit';
import { expect, it } from 'vitest';
import { describeNative } from './describe-native.js';
import { decompressGuarded } from './guarded.js';
import { readBlock, type Verdict } from './read-block.js';

interface Difference {
  readonly block: Buffer;
  readonly rawBytes: number;
  readonly verdict: Verdict;
  readonly ours: 'reads' | 'refuses';
  readonly native: 'reads' | 'refuses';
}

const block = (...parts: (number | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

/**
 * The block format leaves two things open. liblz4 1.9.2 (in `lz4` 0.6.5) does not look for distance 0 and copies the byte
 * to itself: what was in memory becomes the result. And a block that ends against the rules, which no encoder writes, may
 * be refused or read: liblz4 refuses it where its fast ways of copying could leave the buffers, and only there.
 */
const differences: Readonly<Record<string, Difference>> = {
  'distance 0': {
    block: block(0x14, 'A', 0, 0, 0xc0, 'twelve bytes'),
    rawBytes: 21,
    verdict: 'zero-distance',
    ours: 'refuses',
    native: 'reads',
  },
  'four literals at the end': {
    block: block(0x18, 'A', 1, 0, 0x40, 'four'),
    rawBytes: 17,
    verdict: 'loose-end',
    ours: 'reads',
    native: 'refuses',
  },
  'four literals at the end, behind a short sequence with room for the longest short one': {
    block: block(0xdb, 'thirteen byte', 13, 0, 0x40, 'four'),
    rawBytes: 32,
    verdict: 'loose-end',
    ours: 'reads',
    native: 'reads',
  },
  'a match that starts less than twelve bytes before the end': {
    block: block(0x10, 'A', 1, 0, 0x50, 'five.'),
    rawBytes: 10,
    verdict: 'loose-end',
    ours: 'reads',
    native: 'refuses',
  },
  'an empty body whose one byte names a match length': {
    block: block(0x05),
    rawBytes: 0,
    verdict: 'loose-end',
    ours: 'reads',
    native: 'refuses',
  },
};

describeNative('where the LZ4 block format leaves a reader free', (native) => {
  it.each(Object.entries(differences))('%s', (_, difference) => {
    const { verdict, raw } = readBlock(difference.block, difference.rawBytes);
    expect(verdict).toBe(difference.verdict);
    for (const [codec, does] of [
      [ours, difference.ours],
      [native, difference.native],
    ] as const) {
      const nothing = Buffer.from([0]);
      const guarded = { place: 'middle', before: nothing, behind: nothing, stale: 0 } as const;
      const read = decompressGuarded(codec, difference.block, difference.rawBytes, guarded);
      expect(read === 'refused' ? 'refuses' : 'reads').toBe(does);
      if (read !== 'refused' && verdict === 'loose-end') expect(read).toEqual(raw);
    }
  });
});
