import { createDraw, type Draw } from './draw.js';
import { type FuzzCase, sameCase } from './fuzz-case.js';
import type { FuzzTarget } from './fuzz-target.js';

export interface PlannedCase {
  readonly kind: 'mutated' | 'valid' | 'random';
  readonly given: FuzzCase;
}

/** In twenty runs: 13 mutations of valid bodies, 3 valid bodies as they are, 4 that are made up. */
const KINDS: readonly PlannedCase['kind'][] = [
  ...Array<'mutated'>(13).fill('mutated'),
  ...Array<'valid'>(3).fill('valid'),
  ...Array<'random'>(4).fill('random'),
];

/** So many runs share so many valid bodies, which cost more to make than to damage. */
const RUNS_OF_A_POOL = 200;
const POOL_SIZE = 40;
const MOST_TRIES = 10;

/**
 * The cases of a seed, by the number of the run. A run's case depends on nothing but the two numbers, so that each can be
 * had again alone.
 */
export function planCases(target: FuzzTarget, seed: number): (run: number) => PlannedCase {
  let poolNumber = -1;
  const pool = new Map<number, FuzzCase>();

  const validCase = (run: number, draw: Draw): FuzzCase => {
    const number = Math.floor(run / RUNS_OF_A_POOL);
    if (number !== poolNumber) pool.clear();
    poolNumber = number;
    const place = draw.below(POOL_SIZE);
    const known = pool.get(place);
    if (known !== undefined) return known;
    const made = target.valid(createDraw(mixed(seed, -1 - number * POOL_SIZE - place)));
    pool.set(place, made);
    return made;
  };

  return (run) => {
    const draw = createDraw(mixed(seed, run));
    const kind = KINDS[run % KINDS.length] as PlannedCase['kind'];
    if (kind === 'random') return { kind, given: target.random(draw) };
    const one = validCase(run, draw);
    if (kind === 'valid') return { kind, given: one };
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const given = target.mutate(draw, one, validCase(run, draw));
      if (!sameCase(given, one)) return { kind, given };
    }
    return { kind: 'valid', given: one };
  };
}

const mixed = (seed: number, number: number): number => (Math.imul(seed + 1, 0x9e3779b1) + number) | 0;
