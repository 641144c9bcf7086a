import { expect, test } from 'vitest';
import { durationText, exactTimeText } from './time-text.js';

test.each([
  [0, '0s'],
  [250, '0.25s'],
  [12_345, '12.3s'],
  [60_000, '1m'],
  [7_500_000, '2h 5m'],
  [90_061_000, '1d 1h'],
  [86_400_000, '1d'],
])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('a time has as many digits as it needs', () => {
  expect(exactTimeText(1767225600123000000n)).toBe('2026-01-01T00:00:00.123Z');
  expect(exactTimeText(1767225600123456789n)).toBe('2026-01-01T00:00:00.123456789Z');
});
