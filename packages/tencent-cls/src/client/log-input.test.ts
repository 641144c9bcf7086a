import { epochMsOf } from '@polylog/driver-kit';
import { expect, it } from 'vitest';
import { logInputOf } from './log-input.js';

const NOW_MS = 1_700_000_000_123.7;
const fields = { status: 200, ok: true, text: 'x', raw: Buffer.from([0xff]) };

it.each([
  [undefined, 1_700_000_000_123],
  [new Date(1_700_000_000_000), 1_700_000_000_000],
  [{ epochMs: 1_700_000_000_123 }, 1_700_000_000_123],
  [{ epochMs: 1_700_000_000_123.25 }, 1_700_000_000_123_250],
  [{ timeNs: 1_700_000_000_123_456_789n }, 1_700_000_000_123_456],
  [{ timeNs: 1_700_000_000_123_000_999n }, 1_700_000_000_123],
  [{ timeNs: 1_700_000_000_000_000_000n }, 1_700_000_000_000],
  [new Date(100_000_000_000), 100_000_000_000],
  [new Date(99_999_999_999), 99_999_999],
  [new Date(0), 0],
])('writes the time %o as %i', (time, written) => {
  expect(logInputOf({ ...(time !== undefined && { time }), fields }, NOW_MS).time).toBe(written);
});

it('writes no time that is read in another unit', () => {
  for (let epochMs = 0; epochMs < 2 ** 32 * 1_000; epochMs += 7_777_777_777) {
    const time = Number(logInputOf({ time: { epochMs: epochMs + 0.5 }, fields }, NOW_MS).time);
    expect(Math.abs(Number(epochMsOf(BigInt(time))) - epochMs)).toBeLessThan(1_000);
  }
});

it('writes the fields as pairs, values as text or bytes', () => {
  expect(logInputOf({ fields }, NOW_MS).contents).toEqual([
    ['status', '200'],
    ['ok', 'true'],
    ['text', 'x'],
    ['raw', Buffer.from([0xff])],
  ]);
});

it.each([
  [{ time: new Date(Number.NaN), fields }, 'time is none'],
  [{ fields: { secret: { deep: 'secret-value' } } }, 'an object under "secret"'],
])('refuses %o', (record, message) => {
  expect(() => logInputOf(record as never, NOW_MS)).toThrow(message);
});
