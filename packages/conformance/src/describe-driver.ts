import { describe, test } from 'vitest';
import { type ConformanceCase, conformanceCases } from './cases.js';
import type { Harness } from './harness.js';

const FAMILIES = ['read', 'group', 'checkpoint', 'lineage', 'errors', 'runtime'] as const;
/** Real time that one case may take. */
const LONGEST_CASE_MS = 20_000;

/** Registers the suite with vitest for one driver: all cases, but those that need what the harness says it lacks. */
export function describeDriver(name: string, harness: Harness): void {
  const all = conformanceCases(harness);
  const cases = all.filter(({ lacks }) => lacks.length === 0);
  const lacks = [...new Set(all.flatMap((each) => each.lacks))];
  const left =
    lacks.length === 0 ? '' : ` (${all.length - cases.length} cases left out for want of ${lacks.join(', ')})`;
  describe(`${name}${left}`, () => {
    for (const family of FAMILIES) {
      const own = cases.filter((each) => each.family === family);
      if (own.length === 0) continue;
      describe(family, () => {
        for (const each of own) register(each);
      });
    }
  });
}

function register({ name, deviates, run }: ConformanceCase): void {
  if (deviates === undefined) test(name, run, LONGEST_CASE_MS);
  else test(`${name} (deviates: ${deviates})`, () => mustFail(run), LONGEST_CASE_MS);
}

async function mustFail(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch {
    // As announced.
    return;
  }
  throw new Error('This case passes by now: take it out of "deviates".');
}
