import { expect, test } from 'vitest';
import { createTimeSlices } from './time-slices.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Workers whose every step takes a millisecond of a clock that nothing else moves. */
function busyWorkers(workers: number, steps: number) {
  let elapsedMs = 0;
  const slices = createTimeSlices({
    now: () => elapsedMs,
    monotonic: () => elapsedMs,
    schedule: () => () => undefined,
  });
  const done = Array.from({ length: workers }, () => 0);
  const work = async (worker: number): Promise<void> => {
    for (let step = 0; step < steps; step++) {
      const pause = slices.next();
      if (pause !== undefined) await pause;
      elapsedMs += 1;
      done[worker] = step + 1;
    }
  };
  const all = Promise.all(done.map((_, worker) => work(worker)));
  return { all, done, elapsed: () => elapsedMs };
}

test.each([1, 7])(
  'steps that wait for nothing hold up no turn for longer than a slice (%i workers)',
  async (workers) => {
    const { all, elapsed } = busyWorkers(workers, 500);
    let over = false;
    const done = all.then(() => {
      over = true;
    });
    for (let before = 0; !over; before = elapsed()) {
      await turn();
      // A newcomer may find the slice of a turn used up, and then waits, too: none adds to it.
      expect(elapsed() - before).toBeLessThanOrEqual(2 * 20);
    }
    await done;
    expect(elapsed()).toBe(workers * 500);
  },
);

test('all come forward', async () => {
  const { all, done, elapsed } = busyWorkers(5, 200);
  while (elapsed() < 500) await turn();
  expect(Math.min(...done)).toBeGreaterThanOrEqual(80);
  await all;
});

test('steps that take no time do not wait', () => {
  const slices = createTimeSlices({ now: () => 0, monotonic: () => 0, schedule: () => () => undefined });
  expect(Array.from({ length: 1000 }, () => slices.next()).filter((pause) => pause !== undefined)).toEqual([]);
});
