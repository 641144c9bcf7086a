import { describe, expect, it } from 'vitest';
import { lineOf, structuredLogOf } from './log-input.js';

const NOW_NS = 1_700_000_000_123_456_789n;
const DAY_NS = 86_400_000_000_000n;

it('writes all fields of a structured log as texts, numbers and bytes too', () => {
  const fields = [
    ['status', 200],
    ['ok', true],
    ['raw', Buffer.from('日\ufeff')],
  ] as const;
  expect(structuredLogOf({ fields }, NOW_NS)).toEqual({
    timeNs: NOW_NS,
    contents: [
      ['status', '200'],
      ['ok', 'true'],
      ['raw', '日\ufeff'],
    ],
  });
});

it('takes a line as a text, or with labels of its own', () => {
  expect(lineOf('x', NOW_NS)).toEqual({ timeNs: NOW_NS, text: 'x' });
  const labels = { app: 'a' };
  expect(lineOf({ text: 'x', labels }, NOW_NS)).toEqual({ timeNs: NOW_NS, text: 'x', labels });
});

describe('the time', () => {
  const written = (timeNs: bigint): readonly bigint[] => [
    structuredLogOf({ time: { timeNs }, fields: {} }, NOW_NS).timeNs,
    lineOf({ time: { timeNs }, text: '' }, NOW_NS).timeNs,
  ];

  it.each([-1n, 0n, 1n, -2n * DAY_NS, 2n * DAY_NS])('is kept to the nanosecond: %i from now', (offset) => {
    expect(written(NOW_NS + offset)).toEqual([NOW_NS + offset, NOW_NS + offset]);
  });

  it.each([-2n * DAY_NS - 1n, 2n * DAY_NS + 1n])('is refused where the log would be dropped: %i', (offset) => {
    expect(() => written(NOW_NS + offset)).toThrow('two days');
  });
});

it.each([
  [{ a: Buffer.from([0xff]) }, 'bytes under "a" that are no UTF-8'],
  [
    [
      ['a', '1'],
      ['a', '2'],
    ],
    'two fields are named "a"',
  ],
  [{ category: 'x' }, '"category" is the service\'s own'],
  [{ __time__: 'x' }, '"__time__"'],
  [{ order__id: 'x' }, '"order__id" has two underscores in a row'],
  [{ secret: { deep: 'secret-value' } }, 'an object under "secret"'],
])('refuses the fields %#, and repeats no value', (fields, message) => {
  const make = (): unknown => structuredLogOf({ fields: fields as never }, NOW_NS);
  expect(make).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  expect(make).toThrow(message);
});

it.each([
  [7, 'neither a text nor { text }'],
  [null, 'neither a text nor { text }'],
  [{ text: 'x', labels: ['a'] }, 'labels is no object of texts'],
  [{ text: 'x', labels: { a: 7 } }, 'labels has a value under "a" that is no text'],
  [{ text: 'x', labels: { lineNum: '1' } }, '"lineNum"'],
  [{ text: 'x', labels: { log_content: '1' } }, '"log_content"'],
  [{ text: 'x', labels: { __topic__: '1' } }, '"__topic__" has two underscores in a row'],
])('refuses the line %#', (line, message) => {
  expect(() => lineOf(line as never, NOW_NS)).toThrow(message);
});

it('refuses what would be lost between labels and what stands beside them', () => {
  const labels = new Set(['env', 'log_content']);
  expect(() => structuredLogOf({ fields: { env: 'x' } }, NOW_NS, labels)).toThrow('both named "env"');
  expect(() => lineOf('x', NOW_NS, labels)).toThrow('"log_content"');
  expect(structuredLogOf({ fields: { zone: 'x' } }, NOW_NS, labels).contents).toEqual([['zone', 'x']]);
  expect(lineOf({ text: 'x', labels: { env: 'own' } }, NOW_NS, new Set(['env'])).labels).toEqual({ env: 'own' });
});
