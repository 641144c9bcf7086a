import { describe, expect, it } from 'vitest';
import { logInputOf } from './log-input.js';

const NOW_NS = 1_700_000_000_123_456_789n;
const DAY_NS = 86_400_000_000_000n;
const now = { epochMs: Number(NOW_NS / 1_000_000n) };

it('is structured: all fields as texts, numbers and bytes too', () => {
  const fields = [
    ['status', 200],
    ['ok', true],
    ['raw', Buffer.from('日\ufeff')],
  ] as const;
  expect(logInputOf({ fields }, NOW_NS)).toEqual({
    timeNs: NOW_NS,
    contents: [
      ['status', '200'],
      ['ok', 'true'],
      ['raw', '日\ufeff'],
    ],
  });
});

it('is a text where there is a field log_content; the others are its labels', () => {
  expect(logInputOf({ fields: { app: 'a', log_content: 'line', n: 1 } }, NOW_NS)).toEqual({
    timeNs: NOW_NS,
    text: 'line',
    contents: [
      ['app', 'a'],
      ['n', '1'],
    ],
  });
});

describe('the time', () => {
  it.each([
    [{ timeNs: NOW_NS - 1n }, NOW_NS - 1n],
    [new Date(1_700_000_000_000), 1_700_000_000_000_000_000n],
    [{ timeNs: NOW_NS - 2n * DAY_NS }, NOW_NS - 2n * DAY_NS],
    [{ timeNs: NOW_NS + 2n * DAY_NS }, NOW_NS + 2n * DAY_NS],
  ])('%o is kept to the nanosecond', (time, timeNs) => {
    expect(logInputOf({ time, fields: {} }, NOW_NS).timeNs).toBe(timeNs);
  });

  it.each([NOW_NS - 2n * DAY_NS - 1n, NOW_NS + 2n * DAY_NS + 1n])(
    '%i is refused, which the service would drop without a word',
    (timeNs) => {
      expect(() => logInputOf({ time: { timeNs }, fields: {} }, NOW_NS)).toThrow('two days');
    },
  );
});

it.each([
  [{ a: Buffer.from([0xff]) }, 'bytes under "a" are no UTF-8'],
  [
    [
      ['a', '1'],
      ['a', '2'],
    ],
    'two fields are named "a"',
  ],
  [{ category: 'x' }, 'named "category"'],
  [{ lineNum: 1 }, 'named "lineNum"'],
  [{ my__name: 'x' }, 'with "__"'],
  [{ log_content: 'x'.repeat(1024 * 1024) }, 'allowed: 1048576'],
  [{ a: 'é'.repeat(512 * 1024) }, 'allowed: 1048576'],
  [{ log_content: 'x', ...Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`n${n}`, ''])) }, '101 labels'],
  [{ secret: { deep: 'secret-value' } }, 'an object under "secret"'],
])('refuses the fields %#, and repeats no value', (fields, message) => {
  const make = (): unknown => logInputOf({ time: now, fields: fields as never }, NOW_NS);
  expect(make).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  expect(make).toThrow(message);
});

it('has as many pairs as it likes, where it is structured', () => {
  const fields = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`n${n}`, n]));
  expect(logInputOf({ fields }, NOW_NS).contents).toHaveLength(1_000);
});
