import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { int64Of, jsonIn } from './json-answer.js';
import { parseJson, writeJson } from './json-text.js';

describe('JSON with 64-bit integers', () => {
  it('reads a whole number that a double cannot hold as a bigint, every other as a number', () => {
    expect(parseJson('[9007199254740991, 9007199254740992, -9223372036854775808, 1.5, 1e3, 1e400, -0]')).toEqual([
      9007199254740991,
      9007199254740992n,
      -(2n ** 63n),
      1.5,
      1000,
      Number.POSITIVE_INFINITY,
      -0,
    ]);
  });

  it('reads what JSON.parse reads, wherever numbers are safe', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const expected = JSON.parse(text, (_, each) =>
          typeof each === 'number' && !Number.isSafeInteger(each) ? 0 : each,
        );
        const read = JSON.parse(
          JSON.stringify(parseJson(text), (_, each) => (typeof each === 'bigint' ? 0 : each)),
          (_, each) => (typeof each === 'number' && !Number.isSafeInteger(each) ? 0 : each),
        );
        expect(read).toEqual(expected);
      }),
    );
  });

  it('writes a bigint as a bare integer, and reads it again to the digit', () => {
    expect(writeJson({ Offset: 2n ** 63n - 1n, From: '1', left: undefined })).toBe(
      '{"Offset":9223372036854775807,"From":"1"}',
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (offset) => {
        const answer = parseJson(writeJson({ offset })) as Record<string, unknown>;
        expect(int64Of('Call', answer, 'offset')).toBe(offset);
      }),
    );
  });

  it('keeps a name of the prototype a name', () => {
    const object = parseJson('{"__proto__":{"a":1},"constructor":2}') as object;
    expect(Object.keys(object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect('a' in object).toBe(false);
  });

  it.each(['', '{', '[1,]', '01', '{"a":1,"a":2}', `${'['.repeat(100_000)}`, '﻿{}'])(
    'of what is no JSON, is corrupt-data that repeats nothing',
    (text) => {
      const read = () => jsonIn('Call', Buffer.from(text), 'id');
      expect(read).toThrow(expect.objectContaining({ code: 'corrupt-data', requestId: 'id' }));
      expect(read).toThrow(`Call was answered with a body of ${Buffer.byteLength(text)} bytes that is not JSON`);
    },
  );

  it.each([2n ** 63n, -(2n ** 63n) - 1n, 1.5, '7', null, undefined])('%s is no whole number of 64 bits', (value) => {
    expect(() => int64Of('Call', { Offset: value }, 'Offset')).toThrow(
      expect.objectContaining({ code: 'corrupt-data' }),
    );
  });
});
