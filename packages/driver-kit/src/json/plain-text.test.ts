import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainTextEnd } from './plain-text.js';

/** One byte after the other. */
function slowEnd(bytes: Uint8Array, at: number): number {
  const isPlain = (byte = 0): boolean => byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c;
  let end = at;
  while (isPlain(bytes[end])) end++;
  return end;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

it('goes to the first byte that is not plain, whatever stands around it', () => {
  const border = fc.constantFrom(
    0x00,
    0x01,
    0x1f,
    0x20,
    0x21,
    0x22,
    0x23,
    0x5b,
    0x5c,
    0x5d,
    0x7f,
    0x80,
    0xa2,
    0xdc,
    0xff,
  );
  const byte = fc.oneof(fc.constantFrom(0x61, 0x7a), border);
  fc.assert(
    fc.property(
      fc.uint8Array({ max: 0x7f, min: 0x23, maxLength: 9 }),
      fc.array(byte, { maxLength: 12 }),
      (plain, rest) => {
        const bytes = Uint8Array.from([...plain, ...rest]);
        for (let at = 0; at <= bytes.length; at++)
          expect(plainTextEnd(bytes, viewOf(bytes), at)).toBe(slowEnd(bytes, at));
      },
    ),
    { numRuns: 2_000 },
  );
});

it('tells every byte in every place of a word', () => {
  for (let byte = 0; byte < 256; byte++) {
    for (let place = 0; place < 5; place++) {
      const bytes = new Uint8Array(9).fill(0x61);
      bytes[place] = byte;
      expect(plainTextEnd(bytes, viewOf(bytes), 0)).toBe(slowEnd(bytes, 0));
    }
  }
});
