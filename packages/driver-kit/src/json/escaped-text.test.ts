import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEscapedText } from './escaped-text.js';
import { JsonScanner } from './json-scanner.js';

/** The text that stands there in quotes, read with something before it and behind it. */
function read(quoted: string): string {
  const scanner = new JsonScanner(Buffer.from(`{"a":${quoted}}`));
  scanner.at = 6;
  const text = readEscapedText(scanner);
  expect(scanner.bytes.toString('utf8', 5, scanner.at + 1)).toBe(quoted);
  return text;
}

it('reads what JSON.parse reads', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '\\"',
      '\\\\',
      '\\/',
      '\\b',
      '\\f',
      '\\n',
      '\\r',
      '\\t',
      '\\u0000',
      '\\u00e9',
      '\\u00FF',
      '\\u0100',
    ),
    fc.constantFrom('\\u4e2d', '\\ud83d\\ude00', '\\ud83d', '中', 'é', '/', 'u0041', 'abcd', 'a', ''),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const quoted = `"${pieces.join('')}"`;
      expect(read(quoted)).toBe(JSON.parse(quoted));
    }),
    { numRuns: 3_000 },
  );
});

it.each([8_180, 8_190, 8_192, 8_200, 100_000])('reads texts of %s bytes and more', (bytes) => {
  for (const end of ['', '\\n', '\\u0041', 'é']) {
    const quoted = `"\\t${'x'.repeat(bytes)}${end}"`;
    expect(read(quoted)).toBe(JSON.parse(quoted));
  }
});
