import { expect, it } from 'vitest';
import { receivedAtMs } from './received-at.js';

const servedAtMs = 1_790_000_000_000;

it.each([
  ['of now', 1_790_000_000_000_123_457n, 1_790_000_000_000],
  ['of a year ago', 1_760_000_000_000_000_001n, 1_760_000_000_000],
  ['a little ahead, by another clock', 1_790_000_030_000_000_001n, 1_790_000_030_000],
  ['that is a count', 17n, undefined],
  ['in milliseconds', 1_790_000_000_000n, undefined],
  ['far ahead', 1_790_000_061_000_000_000n, undefined],
  ['beyond doubles', 9_223_372_036_854_775_807n, undefined],
] as const)('takes a cursor %s for a time of receipt only where it can be one', (_, next, expected) => {
  expect(receivedAtMs(next, servedAtMs)).toBe(expected);
});

it('says nothing where the service does not tell its time', () => {
  expect(receivedAtMs(1_790_000_000_000_123_457n, undefined)).toBeUndefined();
});
