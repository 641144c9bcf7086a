import { seededRandom } from '../seeded-random.js';

/** Seeded choices: the same ones for the same seed. */
export interface Draw {
  /** A whole number from 0, below `end`. */
  below(end: number): number;
  /** Whole, both ends included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** The same ones in another order. */
  shuffled<T>(from: readonly T[]): T[];
  /** Noise. */
  bytes(length: number): Buffer;
}

export function createDraw(seed: number): Draw {
  const random = seededRandom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => random() < probability,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    shuffled(from) {
      const all = [...from];
      for (let last = all.length - 1; last > 0; last--) {
        const other = below(last + 1);
        [all[last], all[other]] = [all[other] as (typeof from)[number], all[last] as (typeof from)[number]];
      }
      return all;
    },
    bytes(length) {
      const noise = Buffer.alloc(length);
      for (let at = 0; at < length; at++) noise[at] = below(256);
      return noise;
    },
  };
}
