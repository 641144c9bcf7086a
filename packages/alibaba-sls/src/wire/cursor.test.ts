import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCursors, cursorMinus, cursorPlus, decodeCursor, encodeCursor, parseDecimal } from './cursor.js';

const cursors = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });

describe('cursor', () => {
  it('reads and writes vector G of the API reference', () => {
    expect(decodeCursor('MTc3MjUxMDcwNjAwMDAwMDAwMA==')).toBe(1772510706000000000n);
    expect(encodeCursor(1772510706000000000n)).toBe('MTc3MjUxMDcwNjAwMDAwMDAwMA==');
    expect(cursorMinus('MTc3MjUxMDcwNjAwMDAwMDAwMA==', 1n)).toBe('MTc3MjUxMDcwNTk5OTk5OTk5OQ==');
  });

  it('comes back unchanged for every 64-bit number', () => {
    fc.assert(fc.property(cursors, (value) => decodeCursor(encodeCursor(value)) === value));
  });

  it('compares by number, not by text', () => {
    fc.assert(
      fc.property(cursors, cursors, (a, b) => {
        expect(compareCursors(encodeCursor(a), encodeCursor(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
    expect(compareCursors(encodeCursor(9n), encodeCursor(10n))).toBe(-1);
  });

  it('moves forth and back to where it was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 62n }), fc.bigInt({ min: 0n, max: 2n ** 62n - 1n }), (at, by) => {
        const there = cursorPlus(encodeCursor(at), by);
        expect(there).toBeDefined();
        expect(cursorMinus(there ?? '', by)).toBe(encodeCursor(at));
      }),
    );
  });

  it('has nothing before zero and nothing beyond 64 bits', () => {
    expect(cursorMinus(encodeCursor(0n), 1n)).toBeUndefined();
    expect(cursorPlus(encodeCursor(2n ** 63n - 1n), 1n)).toBeUndefined();
    expect(() => encodeCursor(-1n)).toThrow(RangeError);
  });

  it.each([
    '',
    'x',
    'MTIz\n',
    'MTIz=',
    'LTE=',
    'MDE=',
    '!!!!',
    'MTc3MjUxMDcwNjAwMDAwMDAwMDAwMDAwMDA=',
    'OTk5OTk5OTk5OTk5OTk5OTk5OQ==',
  ])('answers undefined for the malformed %j', (text) => {
    expect(decodeCursor(text)).toBeUndefined();
    expect(compareCursors(text, encodeCursor(1n))).toBeUndefined();
    expect(cursorPlus(text, 1n)).toBeUndefined();
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => ['bigint', 'undefined'].includes(typeof decodeCursor(text))));
    fc.assert(fc.property(fc.string(), (text) => ['bigint', 'undefined'].includes(typeof parseDecimal(text))));
  });
});
