import { expect, test } from 'vitest';
import { clouds } from './clouds.js';
import { playKillRounds } from './rounds.js';

const ROUNDS = 6;
const seed = Math.floor(Math.random() * 1e6);

/** `npm run kill-rounds` plays more of them. */
test.each(Object.entries(clouds))(
  `%s: an emulator with a data directory loses nothing that it has answered, ${ROUNDS} kills (seed ${seed})`,
  { timeout: 120_000 },
  async (_, cloud) => {
    const verdict = await playKillRounds({ cloud, rounds: ROUNDS, seed, say: console.log });
    expect(verdict).toMatchObject({ lost: 0, wrong: [] });
    // Else they have shown nothing.
    expect(verdict.stored).toBeGreaterThan(50);
    expect(verdict.saves).toBeGreaterThan(0);
    expect(verdict.torn).toBe(2);
  },
);
