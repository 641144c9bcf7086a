import { createFakeClock } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { createSigningClock } from './clock-skew.js';
import { parseHttpDate } from './http-date.js';

const startMs = Date.UTC(2026, 2, 3, 4, 5, 6);

test('signs with the clock as it is until an answer refuses the time', () => {
  const signing = createSigningClock(createFakeClock({ startMs }));
  expect([signing.now(), signing.offsetMs()]).toEqual([startMs, 0]);
});

test('takes over the time of the answer that refused, and goes on from there', async () => {
  const clock = createFakeClock({ startMs });
  const signing = createSigningClock(clock);
  expect(signing.correct({ date: 'Tue, 03 Mar 2026 05:05:06 GMT' }, signing.offsetMs())).toBe(true);
  await clock.advance(1_000);
  expect([signing.now(), signing.offsetMs()]).toEqual([startMs + 3_601_000, 3_600_000]);
});

test('refused again at the corrected time, says that signing anew does not help', async () => {
  const clock = createFakeClock({ startMs });
  const signing = createSigningClock(clock);
  expect(signing.correct({ date: 'Tue, 03 Mar 2026 03:05:06 GMT' }, signing.offsetMs())).toBe(true);
  await clock.advance(900);
  expect(signing.correct({ date: 'Tue, 03 Mar 2026 03:05:07 GMT' }, signing.offsetMs())).toBe(false);
  expect(signing.offsetMs()).toBe(-3_600_000);
});

test('after a jump of the wall clock a new refusal corrects anew', () => {
  const clock = createFakeClock({ startMs });
  const signing = createSigningClock(clock);
  signing.correct({ date: 'Tue, 03 Mar 2026 05:05:06 GMT' }, signing.offsetMs());
  clock.jumpWall(3_600_000);
  expect(signing.correct({ date: 'Tue, 03 Mar 2026 05:05:06 GMT' }, signing.offsetMs())).toBe(true);
  expect(signing.now()).toBe(startMs + 3_600_000);
});

test.each([undefined, '', 'yesterday', '2026-03-03', 'Tue, 99 Mar 2026 04:05:06 GMT'])(
  'a Date of %j changes nothing',
  (date) => {
    const signing = createSigningClock(createFakeClock({ startMs }));
    expect(signing.correct({ date }, signing.offsetMs())).toBe(false);
    expect(signing.offsetMs()).toBe(0);
  },
);

test('an HTTP date is read in its one modern form', () => {
  expect(parseHttpDate('Tue, 03 Mar 2026 04:05:06 GMT')).toBe(startMs);
  expect(parseHttpDate('Tuesday, 03-Mar-26 04:05:06 GMT')).toBeUndefined();
});

test('of calls that were refused at once each may be signed anew, though only the first sets the time right', () => {
  const signing = createSigningClock(createFakeClock({ startMs }));
  const signedWithMs = signing.offsetMs();
  const date = 'Tue, 03 Mar 2026 05:05:06 GMT';
  expect([signing.correct({ date }, signedWithMs), signing.correct({ date }, signedWithMs)]).toEqual([true, true]);
  expect(signing.correct({ date }, signing.offsetMs())).toBe(false);
});
