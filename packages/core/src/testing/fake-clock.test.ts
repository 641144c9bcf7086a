import { expect, test } from 'vitest';
import { sleep } from '../flow/clock.js';
import { createFakeClock } from './fake-clock.js';

test('it stands still until it is told to move, and then both clocks move', async () => {
  const clock = createFakeClock({ startMs: 1_000 });
  expect([clock.now(), clock.monotonic()]).toEqual([1_000, 0]);
  await clock.settle();
  expect([clock.now(), clock.monotonic()]).toEqual([1_000, 0]);
  await clock.advance(500);
  expect([clock.now(), clock.monotonic()]).toEqual([1_500, 500]);
});

test('timers run in order of their time, then of their setting, each at its own time', async () => {
  const clock = createFakeClock();
  const ran: string[] = [];
  const at = (ms: number, name: string): void =>
    void clock.schedule(ms, () => ran.push(`${name}@${clock.monotonic()}`));
  at(20, 'c');
  at(10, 'a');
  at(10, 'b');
  at(-5, 'first');
  at(31, 'later');
  await clock.advance(30);
  expect(ran).toEqual(['first@0', 'a@10', 'b@10', 'c@20']);
  expect([clock.monotonic(), clock.pending]).toEqual([30, 1]);
});

test('what a timer sets runs in the same advance, if it falls due', async () => {
  const clock = createFakeClock();
  let slept = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      await sleep(clock, 10);
      slept++;
    }
  };
  void work();
  await clock.advance(100);
  expect(slept).toBe(10);
});

test('a cancelled timer does not run', async () => {
  const clock = createFakeClock();
  const cancel = clock.schedule(10, () => expect.unreachable());
  cancel();
  cancel();
  expect(clock.pending).toBe(0);
  await clock.advance(100);
});

test('the wall clock jumps alone, and runs no timer', async () => {
  const clock = createFakeClock({ startMs: 1_000 });
  let ran = false;
  clock.schedule(10, () => {
    ran = true;
  });
  clock.jumpWall(3_600_000);
  await clock.settle();
  expect([clock.now(), clock.monotonic(), ran]).toEqual([3_601_000, 0, false]);
  clock.jumpWall(-3_600_000);
  expect(clock.now()).toBe(1_000);
});
