import { expect, test } from 'vitest';
import { cursorText, parseCursor } from './cursor.js';

test('a cursor is the Base64 of decimal digits (vector G of the protocol page)', () => {
  expect(cursorText(1772510706000000000n)).toBe('MTc3MjUxMDcwNjAwMDAwMDAwMA==');
  expect(parseCursor('MTc3MjUxMDcwNTk5OTk5OTk5OQ==')).toBe(1772510705999999999n);
});

test('a line break behind it is not its business', () => {
  expect(parseCursor('MTc3MjUxMDcwNTk5OTk5OTk5OQ==\n')).toBe(1772510705999999999n);
});

test.each([
  '',
  'AAAA',
  'not base64',
  'MTc3MjUxMDcwNjAwMDAwMDAwMA',
  Buffer.from('-1').toString('base64'),
  Buffer.from(String(2n ** 63n)).toString('base64'),
])('"%s" is not one', (text) => {
  expect(parseCursor(text)).toBeUndefined();
});
