import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine } from './one-line.js';

test.each([
  ['plain text', 'plain text'],
  ['  \r\n padded\t\n ', 'padded'],
  ['a\u001b[31mred\u0007', 'a [31mred'],
  ['a\u2028b\u202ec\u200bd', 'a b c d'],
  ['项目不存在', '项目不存在'],
])('%j becomes %j', (text, line) => {
  expect(oneLine(text)).toBe(line);
});

test('a cut text ends in an ellipsis and not in half a character', () => {
  expect(oneLine('abcdef', 4)).toBe('abc…');
  expect(oneLine('ab😀def', 4)).toBe('ab…');
});

test('any text becomes one line of the given length at most', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (text, maxLength) => {
      const line = oneLine(text, maxLength);
      expect(line.length).toBeLessThanOrEqual(maxLength);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
  );
});
