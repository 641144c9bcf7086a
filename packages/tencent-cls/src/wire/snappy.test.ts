import { describe, expect, it } from 'vitest';
import { checkSnappySize, decodeSnappyPart, largestSnappyBlock, readSnappyHead } from './snappy.js';

/** Decodes in parts of `step` bytes; all at once without one. */
function decode(block: Uint8Array, step = Number.POSITIVE_INFINITY): Buffer {
  const { rawBytes, bytes } = readSnappyHead(block);
  // More memory around than the decoder is given: nothing of it may change.
  const memory = Buffer.alloc(rawBytes + 40, 0xee);
  const output = memory.subarray(20, 20 + rawBytes);
  const progress = { at: bytes, to: 0 };
  while (!decodeSnappyPart(block, output, progress, progress.to + step));
  expect(memory.subarray(0, 20).every((byte) => byte === 0xee)).toBe(true);
  expect(memory.subarray(20 + rawBytes).every((byte) => byte === 0xee)).toBe(true);
  return output;
}

const literal = (text: string): number[] => [(text.length - 1) << 2, ...Buffer.from(text)];
const copy1 = (distance: number, length: number): number[] => [
  1 | ((length - 4) << 2) | ((distance >>> 8) << 5),
  distance & 255,
];
const copy2 = (distance: number, length: number): number[] => [2 | ((length - 1) << 2), distance & 255, distance >>> 8];
const copy4 = (distance: number, length: number): number[] => [
  3 | ((length - 1) << 2),
  ...[0, 8, 16, 24].map((shift) => (distance >>> shift) & 255),
];

describe('the snappy decoder', () => {
  it('decodes the vector of the protocol page', () => {
    const block = Buffer.from(
      '47f0467b22526573706f6e7365223a207b224e6578744f6666736574223a20313032342c20224d657373616765223a205b5d2c2022526571756573744964223a20227265712d31227d7d',
      'hex',
    );
    expect(decode(block).toString()).toBe('{"Response": {"NextOffset": 1024, "Message": [], "RequestId": "req-1"}}');
  });

  it.each([
    ['nothing', [0], ''],
    ['a copy of one byte of distance', [10, ...literal('ab'), ...copy1(2, 8)], 'ababababab'],
    ['a copy that repeats one byte', [9, ...literal('x'), ...copy2(1, 8)], 'xxxxxxxxx'],
    ['a copy of one byte', [3, ...literal('ab'), ...copy2(2, 1)], 'aba'],
    ['a copy of four bytes of distance', [7, ...literal('abcde'), ...copy4(5, 2)], 'abcdeab'],
    ['a length of one more byte', [5, 60 << 2, 4, ...Buffer.from('abcde')], 'abcde'],
    ['a length of four more bytes', [5, 63 << 2, 4, 0, 0, 0, ...Buffer.from('abcde')], 'abcde'],
  ])('knows %s', (_, block, text) => {
    expect(decode(Buffer.from(block)).toString()).toBe(text);
    expect(decode(Buffer.from(block), 1).toString()).toBe(text);
  });

  it.each([
    ['ends inside its own size', [0x80]],
    ['too many bits', [0x80, 0x80, 0x80, 0x80, 0x80, 0x00]],
    ['too many bits', [0xff, 0xff, 0xff, 0xff, 0x1f]],
    ['holds 2 bytes where 3', [3, ...literal('ab')]],
    ['holds more than the 1 bytes', [1, ...literal('ab')]],
    ['holds more than the 3 bytes', [3, ...literal('ab'), ...copy2(1, 2)]],
    ['ends inside a length', [3, 61 << 2, 4]],
    ['ends inside its literals', [3, 5 << 2, 97, 98]],
    ['ends inside its literals', [3, 63 << 2, 255, 255, 255, 255, 97]],
    ['ends inside a distance', [5, ...literal('a'), 1]],
    ['ends inside a distance', [5, ...literal('a'), 2, 1]],
    ['ends inside a distance', [5, ...literal('a'), 3, 1, 0, 0]],
    ['before the start', [5, ...literal('a'), ...copy2(0, 4)]],
    ['before the start', [5, ...literal('a'), ...copy2(2, 4)]],
    ['before the start', [5, ...copy1(1, 5)]],
    ['before the start', [5, ...literal('a'), ...copy4(0xffff_ffff, 4)]],
  ])('refuses a block: %s (%j)', (why, block) => {
    for (const step of [Number.POSITIVE_INFINITY, 1]) {
      expect(() => decode(Buffer.from(block), step)).toThrow(
        expect.objectContaining({ code: 'corrupt-data', message: expect.stringContaining(why) }),
      );
    }
  });

  it('believes no size above the cap, nor one that the block cannot hold', () => {
    const size = (rawBytes: number, blockBytes: number) => () =>
      checkSnappySize(rawBytes, { blockBytes, maxRawBytes: 1000 });
    expect(size(1000, 1000)).not.toThrow();
    expect(size(1001, 1000)).toThrow(expect.objectContaining({ code: 'corrupt-data' }));
    expect(size(221, 10)).toThrow(expect.objectContaining({ code: 'corrupt-data' }));
    // The densest block there is: copies of 64 bytes in three.
    const dense = Buffer.from([0x81, 0x05, ...literal('x'), ...Array.from({ length: 10 }, () => copy2(1, 64)).flat()]);
    expect(decode(dense)).toEqual(Buffer.alloc(641, 'x'));
    expect(size(641, dense.length)).not.toThrow();
    expect(largestSnappyBlock(600)).toBeGreaterThan(600 + 100);
  });
});
