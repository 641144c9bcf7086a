import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGroupLog } from './group-log.js';

test('keeps what was not forgotten under its index, however much was forgotten before', () => {
  const step = fc.oneof(fc.constant('append' as const), fc.nat(60));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const log = createGroupLog<{ readonly receivedAtMs: number; readonly name: string }>();
      let next = 0;
      let first = 0;
      for (const each of steps) {
        if (each === 'append') {
          log.append({ receivedAtMs: next * 10, name: `group ${next}` });
          next += 1;
        } else {
          log.expireTo(each);
          first = Math.max(first, Math.min(each, next));
        }
      }
      expect([log.first, log.next]).toEqual([first, next]);
      const names = log.slice(first, next).map(({ name }) => name);
      expect(names).toEqual(Array.from({ length: next - first }, (_, i) => `group ${first + i}`));
      if (first < next) expect(log.group(first).name).toBe(`group ${first}`);
    }),
  );
});

test('finds the first group of a time; its own bounds before and after', () => {
  const log = createGroupLog<{ readonly receivedAtMs: number; readonly said: number }>();
  for (const at of [100, 200, 200, 300]) log.append({ receivedAtMs: at, said: at + 1000 });
  expect([50, 100, 101, 200, 201, 300, 301].map((timeMs) => log.indexAt(timeMs))).toEqual([0, 0, 1, 1, 3, 3, 4]);
  expect(log.indexAt(1200, ({ said }) => said)).toBe(1);
  log.expireBefore(200);
  expect([log.first, log.indexAt(0), log.indexAt(250)]).toEqual([1, 1, 3]);
});

test('a clock that was put back does not let younger groups be forgotten', () => {
  const log = createGroupLog();
  for (const at of [100, 500, 200]) log.append({ receivedAtMs: at });
  log.expireBefore(300);
  expect([log.first, log.next]).toEqual([1, 3]);
});

test('finds the first group behind a place, whatever was forgotten before', () => {
  const log = createGroupLog<{ readonly receivedAtMs: number; readonly place: number }>();
  for (const place of [3, 5, 9]) log.append({ receivedAtMs: 0, place });
  const found = (): readonly number[] => [0, 3, 4, 9, 10].map((at) => log.firstWhere(({ place }) => place >= at));
  expect(found()).toEqual([0, 0, 1, 2, 3]);
  log.expireTo(1);
  expect(found()).toEqual([1, 1, 1, 2, 3]);
});
