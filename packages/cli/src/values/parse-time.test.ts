import { expect, test } from 'vitest';
import { UsageError } from '../command-line/usage-error.js';
import { parsePlace } from './parse-place.js';
import { parseDuration, parseTime, timeNsIn } from './parse-time.js';

const now = Date.UTC(2026, 0, 2);

test.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T08:00:00+08:00', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01 00:00z', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123Z'],
  ['1767225600s', '2026-01-01T00:00:00.000Z'],
  ['1767225600000ms', '2026-01-01T00:00:00.000Z'],
  ['1767225600000000us', '2026-01-01T00:00:00.000Z'],
  ['1767225600000000000ns', '2026-01-01T00:00:00.000Z'],
  ['-15m', '2026-01-01T23:45:00.000Z'],
  ['-1h30m', '2026-01-01T22:30:00.000Z'],
  ['-1d', '2026-01-01T00:00:00.000Z'],
  ['-500ms', '2026-01-01T23:59:59.500Z'],
])('%s is %s', (text, iso) => {
  expect(new Date(parseTime(text, '--to', now).epochMs).toISOString()).toBe(iso);
});

test.each([
  ...['', '1767225600', '15m', '900s', '1767225600000s0', '2026-01-01', '2026-01-01T00:00:00', '01/02/2026', '-15'],
  ...[
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '1969-12-31T00:00:00Z',
    'yesterday',
    '-999999999999999999d',
    '-30000d',
    '+5m',
  ],
])('%o is refused, with the same advice', (text) => {
  const refusal = `--to is ${JSON.stringify(text)}, which is no time that can mean only one thing.`;
  expect(() => parseTime(text, '--to', now)).toThrow(UsageError);
  expect(() => parseTime(text, '--to', now)).toThrow(refusal);
});

test('a place is a word, or a time that is not ahead of the clock by more than clocks differ', () => {
  expect(parsePlace('begin', '--to', now)).toBe('earliest');
  expect(parsePlace('end', '--to', now)).toBe('latest');
  expect(parsePlace('now', '--from', now)).toBe('latest');
  expect(parsePlace('-1h', '--to', now)).toEqual({ epochMs: now - 3_600_000 });
  expect(parsePlace('2026-01-02T00:01:00Z', '--to', now)).toEqual({ epochMs: now + 60_000 });
  for (const text of ['2026-01-02T00:06:00Z', '1796000000s', '99999999999999999s']) {
    expect(() => parsePlace(text, '--to', now)).toThrow(UsageError);
    expect(() => parsePlace(text, '--to', now)).toThrow(
      `--to is "${text}", which is in the future. For what comes from now on, say end.`,
    );
  }
});

test('nanoseconds stay exact', () => {
  expect(timeNsIn('2026-01-01T00:00:00.123456789Z')).toBe(1767225600123456789n);
  expect(timeNsIn('1767225600123456789ns')).toBe(1767225600123456789n);
  expect(timeNsIn('2026-01-01T00:00:00.5Z')).toBe(1767225600500000000n);
});

test('a duration has its unit', () => {
  expect(parseDuration('30s', '--x')).toBe(30_000);
  expect(parseDuration('1m500ms', '--x')).toBe(60_500);
  for (const text of ['30', '', '0s', '-5s', 's']) expect(() => parseDuration(text, '--x')).toThrow(UsageError);
});
