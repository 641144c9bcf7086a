import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lz4Block } from './lz4-block.js';

const text = 'level=info msg="request done" path=/api/v1/orders id=';

/** Vector F of the vendors' SDKs: vector E, a log group, as Python and Go compress it. */
const vectorE =
  '0a3008f2bb99cd06120d0a056c6576656c1204696e666f12140a036d7367120d68c3a96c6c6f20e697a5e5bf972515cd5b07' +
  '0a1e08f3bb99cd06120d0a056c6576656c12047761726e12070a036d73671200' +
  '1a03617070220831302e302e302e3732150a0c5f5f686f73746e616d655f5f12057765622d31320b0a03656e76120470726f64';
const vectorF =
  'fb270a3008f2bb99cd06120d0a056c6576656c1204696e666f12140a036d7367120d68c3a96c6c6f20e697a5e5bf972515cd5b070a1e08f3' +
  '3200627761726e12073200f025001a03617070220831302e302e302e3732150a0c5f5f686f73746e616d655f5f12057765622d31320b0a03' +
  '656e76120470726f64';

const bytes = (...parts: (number | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : part)));

describe('lz4 blocks of others', () => {
  it.each([
    ['vector F', Buffer.from(vectorF, 'hex'), Buffer.from(vectorE, 'hex')],
    // Made by liblz4 1.9.4.
    ['one byte', Buffer.from('EGE=', 'base64'), Buffer.from('a')],
    ['twelve bytes, too few for a match', Buffer.from('wGFiY2FiY2FiY2FiYw==', 'base64'), Buffer.from('abcabcabcabc')],
    ['a run: distance 1', Buffer.from('HwABAP///9JQAAAAAAA=', 'base64'), Buffer.alloc(1000)],
    ['a match that overlaps itself', Buffer.from('P2FiYwMA/9pQYWJjYWI=', 'base64'), Buffer.alloc(500, 'abc')],
    [
      'a line again and again',
      Buffer.from(
        '/yZsZXZlbD1pbmZvIG1zZz0icmVxdWVzdCBkb25lIiBwYXRoPS9hcGkvdjEvb3JkZXJzIGlkPTUA//////////////92UGUiIHBh',
        'base64',
      ),
      Buffer.alloc(3000, text),
    ],
    // Made by hand after the format: 65,535 literals, a match of 8 from the very first byte, 5 literals.
    [
      'the farthest distance there is',
      bytes(
        0xf4,
        Buffer.alloc(256, 255),
        240,
        Buffer.from('farthest'),
        Buffer.alloc(65_527),
        255,
        255,
        0x50,
        Buffer.from('.....'),
      ),
      bytes(Buffer.from('farthest'), Buffer.alloc(65_527), Buffer.from('farthest.....')),
    ],
    ['nothing', Buffer.from([0]), Buffer.alloc(0)],
  ])('are read: %s', (_, block, raw) => {
    expect(lz4Block.decompress(block, { rawBytes: raw.length }).equals(raw)).toBe(true);
  });

  it.each([
    ['literals that are not there', 'inside its literals', [0x50, 1, 2], 5],
    ['a literal count that goes on for ever', 'inside a length', Array(40).fill(255), 5000],
    ['no distance', 'inside a distance', [0x14, 65, 1], 9],
    ['distance 0', 'before the start', [0x14, 65, 0, 0, 0x00], 9],
    ['a distance before the start', 'before the start', [0x14, 65, 2, 0, 0x00], 9],
    ['a match at the very start', 'before the start', [0x04, 1, 0, 0x00], 8],
    ['a match length that goes on for ever', 'inside a length', [0x1f, 65, 1, 0, 255, 255], 700],
    ['literals beyond the raw size', 'more than the 2 bytes told', [0x30, 65, 66, 67], 2],
    ['a match beyond the raw size', 'more than the 19 bytes told', [0x1f, 65, 1, 0, 0, 0x00], 19],
    ['less than the raw size', 'holds 1 bytes where 2 were told', [0x10, 65], 2],
    ['no literals behind the last match', 'without a last run', [0x14, 65, 1, 0], 9],
    ['no block for a body that is not empty', 'cannot hold', [], 1],
    ['more raw bytes than a block of that length can hold', 'cannot hold', [0x10, 65], 511],
  ])('are refused: %s', (_, why, block, rawBytes) => {
    expect(() => lz4Block.decompress(Uint8Array.from(block), { rawBytes })).toThrow(
      expect.objectContaining({ code: 'corrupt-data', message: expect.stringContaining(why) }),
    );
  });
});

describe('our lz4 blocks', () => {
  /** Where the last match starts, before the end, and how many literals follow it; read from the block alone. */
  function tailOf(block: Buffer): { lastMatchStart: number; lastLiterals: number; rawBytes: number } {
    let at = 0;
    let raw = 0;
    let lastMatchStart = Number.NEGATIVE_INFINITY;
    const rest = (nibble: number): number => {
      let length = nibble;
      if (nibble === 15) {
        let byte: number;
        do {
          byte = block.readUInt8(at++);
          length += byte;
        } while (byte === 255);
      }
      return length;
    };
    for (;;) {
      const token = block.readUInt8(at++);
      const literals = rest(token >> 4);
      at += literals;
      raw += literals;
      if (at === block.length) return { lastMatchStart, lastLiterals: literals, rawBytes: raw };
      at += 2;
      lastMatchStart = raw;
      raw += rest(token & 15) + 4;
    }
  }

  it('end as the format demands: 5 literals at least, the last match 12 bytes or more before the end', () => {
    const repetitive = fc
      .tuple(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 400 }),
        fc.uint8Array({ maxLength: 20 }),
      )
      .map(([piece, size, tail]) => Buffer.concat([Buffer.alloc(size, piece), tail]));
    let withMatch = 0;
    fc.assert(
      fc.property(repetitive, (raw) => {
        const tail = tailOf(lz4Block.compress(raw));
        expect(tail.rawBytes).toBe(raw.length);
        if (tail.lastMatchStart < 0) return;
        withMatch++;
        expect(tail.lastLiterals).toBeGreaterThanOrEqual(5);
        expect(raw.length - tail.lastMatchStart).toBeGreaterThanOrEqual(12);
      }),
      { numRuns: 500 },
    );
    expect(withMatch).toBeGreaterThan(100);
  });

  it('grow by no more than a length and a token where nothing repeats', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 20_000 }), (seed, size) => {
        let state = seed;
        const noise = Buffer.from(
          Array.from({ length: size }, () => {
            state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
            return state >>> 24;
          }),
        );
        expect(lz4Block.compress(noise).length).toBeLessThanOrEqual(size + Math.ceil(size / 255) + 1);
      }),
      { numRuns: 50 },
    );
  });

  it('use a repetition 65,535 bytes back, and none beyond', () => {
    const piece = Buffer.from('a piece that comes twice');
    const sizeWithGap = (gap: number): number => {
      const raw = bytes(piece, Buffer.alloc(gap - piece.length), piece, Buffer.from('the end, long enough'));
      const block = lz4Block.compress(raw);
      expect(lz4Block.decompress(block, { rawBytes: raw.length }).equals(raw)).toBe(true);
      return block.length;
    };
    expect(sizeWithGap(65_536) - sizeWithGap(65_535)).toBeGreaterThan(piece.length / 2);
  });
});
