import { expect, test } from 'vitest';
import type { ArenaVerdict } from './arena.js';
import { killRound, playRounds, stopRound } from './rounds.js';

/** `npm run rounds -- --stop 50 --kill 50 --seed 7` sets these. */
const { POLYLOG_ROUNDS_STOP, POLYLOG_ROUNDS_KILL, POLYLOG_SEED } = process.env;
const seed = Number(POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));
const stops = Number(POLYLOG_ROUNDS_STOP ?? 6);
const kills = Number(POLYLOG_ROUNDS_KILL ?? 6);
const mayTakeMs = (rounds: number): number => 60_000 + rounds * 20_000;

const clean = { lost: 0, foreign: 0, movedBack: 0, early: 0, broken: [] };

test
  .skipIf(stops === 0)
  .concurrent(
    `a member frozen with a batch in hand until another reads its shard saves nothing foreign and loses nothing, ${stops} times (seed ${seed})`,
    { timeout: mayTakeMs(stops) },
    async () => {
      const verdict = await playRounds(stopRound, { count: stops, seed, say: saying('stop') });
      tell('stop', stops, verdict);
      expect(verdict).toMatchObject(clean);
      // Else the rounds have shown nothing: whoever goes on after a freeze starts at the last save, and reads again.
      expect(verdict.repeated).toBeGreaterThan(0);
    },
  );

test
  .skipIf(kills === 0)
  .concurrent(
    `a member killed in the middle of a batch loses nothing, ${kills} times (seed ${seed})`,
    { timeout: mayTakeMs(kills) },
    async () => {
      const verdict = await playRounds(killRound, { count: kills, seed: seed + 1, say: saying('kill') });
      tell('kill', kills, verdict);
      expect(verdict).toMatchObject(clean);
      expect(verdict.repeated).toBeGreaterThan(0);
    },
  );

function saying(kind: string): (text: string) => void {
  return (text) => console.log(`${kind} ${text}`);
}

function tell(kind: string, rounds: number, verdict: ArenaVerdict): void {
  const { sent, received, lost, repeated, written, foreign, movedBack, early, refused } = verdict;
  console.log(
    `${kind} rounds ${rounds}, seed ${seed}: sent ${sent}, received ${received}, lost ${lost}, repeated ${repeated}; saves ${written}, foreign ${foreign}, moved back ${movedBack}, before their records ${early}, refused ${refused}`,
  );
}
