import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePaddedQuad, decodeQuads } from './base64.js';

/** Decodes a text in place, to `gap` bytes before itself; what comes of it, and what stands where it stopped. */
function decode(text: string, gap = 0): { bytes: Buffer; rest: string } {
  const memory = Buffer.from(`${'.'.repeat(gap)}${text}`);
  const view = new DataView(memory.buffer, memory.byteOffset, memory.length);
  const progress = { at: gap, to: 0 };
  decodeQuads(view, progress, memory.length);
  decodePaddedQuad(view, progress, memory.length);
  return { bytes: memory.subarray(0, progress.to), rest: memory.toString('latin1', progress.at) };
}

describe('base64', () => {
  it('decodes what others encode, in place, up to the quote that follows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(20), (bytes, gap) => {
        const { bytes: found, rest } = decode(`${Buffer.from(bytes).toString('base64')}",`, gap);
        expect(found).toEqual(Buffer.from(bytes));
        expect(rest).toBe('",');
      }),
    );
  });

  it.each([
    ['a character of the other alphabet', 'AAAA-AAA"', '-AAA"'],
    ['a space', 'AA A"', 'AA A"'],
    ['a character above ASCII', 'AAA\u00e9"', 'AAA\u00c3\u00a9"'],
    ['a text that is not whole', 'AAAAAA"', 'AA"'],
    ['a text that ends with the memory', 'AAA', 'AAA'],
    ['idle bits in front of one "="', 'AAF="', 'AAF="'],
    ['idle bits in front of two "="', 'AF=="', 'AF=="'],
    ['three "="', 'A==="', 'A==="'],
    ['a letter behind an "="', 'AA=A"', 'AA=A"'],
    ['padding in the middle', 'AA==AAAA"', 'AAAA"'],
    ['nothing', '"', '"'],
  ])('stops at %s', (_, text, rest) => {
    expect(decode(text).rest).toBe(rest);
    const behind16 = decode(`AAAAAAAAAAAAAAAA${text}`);
    expect(behind16.rest).toBe(rest);
  });
});
