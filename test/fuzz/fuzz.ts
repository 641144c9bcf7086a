import type { FuzzCase } from './fuzz-case.js';
import type { FuzzTarget } from './fuzz-target.js';
import { type PlannedCase, planCases } from './planned-case.js';

export interface FuzzPlan {
  readonly seed: number;
  /** The first run, counted from 0. */
  readonly from: number;
  /** Where to end at the latest. */
  readonly runs: number;
  /** Asked before every run: whether to go on. */
  readonly goOn?: (run: number) => boolean;
}

/** What came of the runs. */
export interface FuzzTally {
  readonly runs: number;
  /** Mutations of valid cases; the others were valid as they were, or made up. */
  readonly mutated: number;
  readonly valid: number;
  readonly refused: number;
  readonly finding: FuzzFinding | undefined;
}

export interface FuzzFinding {
  readonly run: number;
  readonly kind: PlannedCase['kind'];
  readonly given: FuzzCase;
  readonly error: unknown;
}

/** Feeds a decoder, until the runs are over or a promise is broken. */
export async function fuzz(target: FuzzTarget, { seed, from, runs, goOn }: FuzzPlan): Promise<FuzzTally> {
  const caseOf = planCases(target, seed);
  const tally = { runs: 0, mutated: 0, valid: 0, refused: 0 };
  for (let run = from; run < from + runs; run++) {
    if (goOn?.(run) === false) break;
    const { kind, given } = caseOf(run);
    tally.runs++;
    if (kind === 'mutated') tally.mutated++;
    try {
      const judged = target.run(given);
      const outcome = typeof judged === 'string' ? judged : await judged;
      tally[outcome]++;
      if (kind === 'valid' && outcome === 'refused') throw new Error('a valid case was refused');
    } catch (error) {
      return { ...tally, finding: { run, kind, given, error } };
    }
  }
  return { ...tally, finding: undefined };
}
