import type { RecordTime } from '@polylog/core/driver';
import { expect, test } from 'vitest';
import { fieldPairs, splitTime } from './new-record.js';

test.each<[string, RecordTime, number, number | undefined]>([
  ['a Date of a whole second', new Date(1_700_000_000_000), 1_700_000_000, undefined],
  ['a Date', new Date(1_700_000_000_123), 1_700_000_000, 123_000_000],
  ['fractions of a millisecond', { epochMs: 1_700_000_000_000.25 }, 1_700_000_000, 250_000],
  ['nanoseconds', { timeNs: 1_700_000_000_123_456_789n }, 1_700_000_000, 123_456_789],
  ['nanoseconds that are none', { timeNs: 1_700_000_000_000_000_000n }, 1_700_000_000, 0],
  ['the beginning', { timeNs: 0n }, 0, 0],
  ['the last second', { epochMs: (2 ** 32 - 1) * 1_000 }, 2 ** 32 - 1, undefined],
])('%s is taken apart', (_, time, seconds, nsPart) => {
  expect(splitTime(time)).toEqual({ seconds, nsPart });
});

test.each([
  { timeNs: -1n },
  { timeNs: 5 },
  { epochMs: 2 ** 32 * 1_000 },
  { epochMs: Number.NaN },
  { epochMs: '1' },
  new Date('x'),
  null,
  1_700_000_000,
])('%o is no time', (time) => {
  expect(() => splitTime(time as RecordTime)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});

test('fields keep their order and names that come twice; what is neither text nor bytes is written as text', () => {
  const bytes = Uint8Array.of(1);
  const pairs = [
    ['b', 'x'],
    ['a', 1.5],
    ['b', false],
    ['c', 10n],
    ['d', bytes],
  ] as const;
  const texts = [
    ['b', 'x'],
    ['a', '1.5'],
    ['b', 'false'],
    ['c', '10'],
    ['d', bytes],
  ];
  expect(fieldPairs(pairs)).toEqual(texts);
  expect(fieldPairs({ z: 'x', 1: 'y' })).toEqual([
    ['1', 'y'],
    ['z', 'x'],
  ]);
});

test.each([null, undefined, 'text', { a: undefined }, { a: {} }, { a: ['x'] }, [['a']], [[1, 'x']], ['ab']])(
  '%o are no fields',
  (fields) => {
    expect(() => fieldPairs(fields as never)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  },
);
