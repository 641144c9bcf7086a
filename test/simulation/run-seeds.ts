import type { CoreUnderTest } from './core-under-test.js';
import { explain } from './explain.js';
import { runSchedule } from './run-schedule.js';
import { createSchedule, type Provider } from './schedule.js';

export interface SeedRange {
  readonly provider?: Provider;
  readonly from: number;
  readonly to: number;
  /** Every how manieth of them: what several workers share. @defaultValue 1 */
  readonly stride?: number;
  /** After so many failing seeds the rest is not tried. */
  readonly mostFailures: number;
}

export interface SeedsOutcome {
  /** For each failing seed its trace. */
  readonly failures: readonly string[];
}

/** Runs the schedules of a range of seeds, one after the other. */
export async function runSeeds(
  under: CoreUnderTest,
  { provider, from, to, stride = 1, mostFailures }: SeedRange,
  onSchedule: (counts: ReadonlyMap<string, number>) => void,
): Promise<SeedsOutcome> {
  const failures: string[] = [];
  for (let seed = from; seed <= to && failures.length < mostFailures; seed += stride) {
    const schedule = createSchedule(seed, provider);
    const { broken, counts } = await runSchedule(under, schedule);
    onSchedule(counts);
    if (broken.length > 0) failures.push(await explain(under, schedule));
  }
  return { failures };
}
