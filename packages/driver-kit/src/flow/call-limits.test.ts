import { createFakeClock } from '@polylog/core/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCallLimits } from './call-limits.js';

test('the call too many fails at once and says when the next one may go out', async () => {
  const clock = createFakeClock();
  const limits = createCallLimits({ perSecond: 3, clock });
  for (let i = 0; i < 3; i++) {
    limits.take('account', 'Save');
    await clock.advance(100);
  }
  expect(() => limits.take('account', 'Save')).toThrow(
    expect.objectContaining({ code: 'throttled', retryAfterMs: 700 }),
  );
  await clock.advance(699);
  expect(() => limits.take('account', 'Save')).toThrow();
  await clock.advance(1);
  limits.take('account', 'Save');
  expect(() => limits.take('account', 'Save')).toThrow(expect.objectContaining({ retryAfterMs: 100 }));
});

test('other names and other accounts have their own, other drivers of the process do not', () => {
  const clock = createFakeClock();
  const one = createCallLimits({ perSecond: 1, clock });
  const two = createCallLimits({ perSecond: 1, clock });
  one.take('a', 'Save');
  one.take('a', 'Heartbeat');
  one.take('b', 'Save');
  expect(() => two.take('a', 'Save')).toThrow('Save went out 1 times');
  createCallLimits({ perSecond: 1, clock: createFakeClock() }).take('a', 'Save');
});

test('no second has more than it may, whenever the calls come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 40 }),
      async (perSecond, pauses) => {
        const clock = createFakeClock();
        const limits = createCallLimits({ perSecond, clock });
        const sent: number[] = [];
        for (const pause of pauses) {
          await clock.advance(pause);
          try {
            limits.take('a', 'Save');
            sent.push(clock.monotonic());
          } catch {
            // Counted as not sent.
          }
        }
        for (const at of sent)
          expect(sent.filter((b) => b >= at && b < at + 1_000).length).toBeLessThanOrEqual(perSecond);
      },
    ),
  );
});
