import { expect, test } from 'vitest';
import { createServiceClock } from './clock.js';

test('the service’s time runs on the base clock, ahead by what it was advanced', () => {
  let nowMs = 1000.5;
  const clock = createServiceClock({ now: () => nowMs, monotonic: () => 0, schedule: () => () => undefined }, 50);
  expect(clock.now()).toBe(1050);
  clock.advance(1_000);
  nowMs += 1;
  expect(clock.now()).toBe(2051);
  clock.advance(-2_000);
  expect(clock.now()).toBe(51);
  expect(() => clock.advance(Number.NaN)).toThrow('NaN is not a finite number');
});
