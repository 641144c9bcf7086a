import { describe, expect, test } from 'vitest';
import type { ArenaVerdict } from './arena.js';
import { clouds } from './clouds.js';
import { killRound, playRounds, type Round, stopRound } from './rounds.js';

/** `npm run rounds -- --stop 50 --kill 50 --seed 7` sets these. */
const { POLYLOG_ROUNDS_STOP, POLYLOG_ROUNDS_KILL, POLYLOG_SEED } = process.env;
const seed = Number(POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));
const stops = Number(POLYLOG_ROUNDS_STOP ?? 4);
const kills = Number(POLYLOG_ROUNDS_KILL ?? 4);
const mayTakeMs = (rounds: number): number => 60_000 + rounds * 20_000;

const clean = { lost: 0, foreign: 0, movedBack: 0, early: 0, broken: [] };

describe.each(clouds)('on $cloud', (cloud) => {
  test
    .skipIf(stops === 0)
    .concurrent(
      `a member frozen with a batch in hand until another reads its shard saves nothing foreign and loses nothing, ${stops} times (seed ${seed})`,
      { timeout: mayTakeMs(stops) },
      () => play('stop', stopRound, stops, seed),
    );

  test.skipIf(kills === 0).concurrent(
    `a member killed in the middle of a batch loses nothing, ${kills} times (seed ${seed})`,
    {
      timeout: mayTakeMs(kills),
    },
    () => play('kill', killRound, kills, seed + 1),
  );

  async function play(kind: string, round: Round, count: number, roundSeed: number): Promise<void> {
    const name = `${cloud.cloud} ${kind}`;
    const say = (text: string): void => console.log(`${name} ${text}`);
    const verdict = await playRounds(round, { cloud, count, seed: roundSeed, say });
    tell(name, count, verdict);
    expect(verdict).toMatchObject(clean);
    // Else the rounds have shown nothing: whoever goes on after a freeze, or after a kill, starts at the last save.
    expect(verdict.repeated).toBeGreaterThan(0);
  }
});

function tell(kind: string, rounds: number, verdict: ArenaVerdict): void {
  const { sent, received, lost, repeated, written, foreign, movedBack, early, refused } = verdict;
  console.log(
    `${kind} rounds ${rounds}, seed ${seed}: sent ${sent}, received ${received}, lost ${lost}, repeated ${repeated}; saves ${written}, foreign ${foreign}, moved back ${movedBack}, before their records ${early}, refused ${refused}`,
  );
}
