import type { Schedule } from './schedule.js';

const MOST_TRIES = 300;

/** Drops steps for as long as what is left still fails: large pieces first, single steps at last. */
export async function shrink(schedule: Schedule, fails: (shorter: Schedule) => Promise<boolean>): Promise<Schedule> {
  let least = schedule;
  let tries = 0;
  for (let size = least.steps.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < least.steps.length && tries < MOST_TRIES; ) {
      const steps = [...least.steps.slice(0, at), ...least.steps.slice(at + size)];
      const shorter = { ...least, steps };
      tries++;
      if (await fails(shorter)) least = shorter;
      else at += size;
    }
  }
  return least;
}
