import { describe, expect, test } from 'vitest';
import { routeKey } from '../sls/route-key.js';
import { evenRanges, keyText, LAST_KEY, parseKey } from './hash-key.js';

describe('hash keys', () => {
  test('n equal shards start at the n-th parts of 2^128 and the last ends at ffff', () => {
    expect(evenRanges(0n, LAST_KEY, 3).map(({ begin, end }) => [keyText(begin), keyText(end)])).toEqual([
      ['00000000000000000000000000000000', '55555555555555555555555555555555'],
      ['55555555555555555555555555555555', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
      ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'ffffffffffffffffffffffffffffffff'],
    ]);
    expect(keyText((evenRanges(0n, LAST_KEY, 2)[1] as { begin: bigint }).begin)).toBe(`8${'0'.repeat(31)}`);
  });

  test('a short key is padded as the switch says', () => {
    expect(keyText(routeKey('aB', 'pad-right'))).toBe(`ab${'0'.repeat(30)}`);
    expect(keyText(routeKey('ab', 'pad-left'))).toBe(`${'0'.repeat(30)}ab`);
    expect(parseKey('ab', 'refuse')).toBeUndefined();
  });

  test.each(['', 'xyz', '0'.repeat(33), '-1'])('"%s" is no key', (text) => {
    expect(() => routeKey(text, 'pad-right')).toThrow(expect.objectContaining({ code: 'InvalidKey', status: 400 }));
  });
});
