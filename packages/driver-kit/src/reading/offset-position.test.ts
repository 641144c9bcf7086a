import { toPosition } from '@polylog/core/driver';
import { expect, it } from 'vitest';
import { offsetOf, positionOf } from './offset-position.js';

it.each([0n, 1n, 2n ** 53n + 1n, 2n ** 63n - 1n])('an offset is a position and back, exactly: %s', (offset) => {
  expect(offsetOf('t/1', positionOf(offset))).toBe(offset);
});

it.each(['', '-1', '1.5', '0x10', ' 7', '9223372036854775808', 'MTIz', '１'])(
  '%j is no place: position-lost',
  (text) => {
    expect(() => offsetOf('t/1', toPosition(text))).toThrow(
      expect.objectContaining({ code: 'position-lost', message: expect.stringContaining('partition t/1') }),
    );
  },
);
