import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pythonWithSdk } from '../../../scripts/peers/python.mjs';
import { until } from '../../end-to-end/until.js';
import { type Arena, type ArenaMember, type ArenaVerdict, openArena, slsArenaLog } from '../../processes/arena.js';
import { describeWithPeer } from '../peer.js';
import { pythonMember } from './python-member.js';
import { sdk } from './python-script.js';

const SHARDS = 8;
const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));
/** The SDK's heartbeats come every half of it, so that a shard that moves takes about this long. */
const SESSION_MS = 6_000;
const MINUTES = { timeout: 180_000 };

describeWithPeer('a group on 8 shards', sdk, await pythonWithSdk(), ({ python }) => {
  const kinds = { python: pythonMember(python), ours: undefined };
  type Kind = keyof typeof kinds;
  const other = (kind: Kind): Kind => (kind === 'ours' ? 'python' : 'ours');

  test('of two Python workers: each gets shards, and all records arrive', MINUTES, async () => {
    const verdict = await play(async (arena) => {
      arena.start(kinds.python);
      arena.start(kinds.python);
      await until(() => arena.settled);
      await pause(2_000);
    });
    expect(verdict).toMatchObject({ lost: 0, disorder: [], movedBack: 0, early: 0, failures: [] });
    // The SDK forces every save, so that the service could not refuse one of a member that has lost the shard.
    expect(verdict.foreign).toBe(verdict.written);
  });

  test.each(['python', 'ours'] as const)(
    'of a Python worker and one of ours (%s first), each killed in turn: every record is seen, and no checkpoint moves back',
    MINUTES,
    async (first) => {
      const verdict = await play(async (arena) => {
        const pair = { [first]: arena.start(kinds[first]) } as Record<Kind, ArenaMember>;
        await until(() => pair[first].shards.size === SHARDS);
        pair[other(first)] = arena.start(kinds[other(first)]);
        await until(() => arena.settled);
        for (const victim of [first, other(first)]) {
          await pause(1_000 + arena.random() * 1_000);
          await killInBatch(pair[victim]);
          await until(() => pair[other(victim)].shards.size === SHARDS);
          pair[victim] = arena.start(kinds[victim]);
          await until(() => arena.settled);
        }
      });
      expect(verdict).toMatchObject({ lost: 0, disorder: [], movedBack: 0, early: 0, failures: [] });
    },
  );

  /** Opens an arena, plays in it, and judges all that was written, handled and saved. */
  async function play(scene: (arena: Arena) => Promise<void>): Promise<ArenaVerdict> {
    const arena = await openArena(seed, {
      openLog: (logSeed) => slsArenaLog(SHARDS, logSeed),
      sessionTimeoutMs: SESSION_MS,
    });
    try {
      await scene(arena);
      const verdict = await arena.finish();
      const { sent, received, lost, repeated, written, movedBack } = verdict;
      console.log(
        `seed ${seed}: sent ${sent}, received ${received}, lost ${lost}, repeated ${repeated}; ${written} saves, ${movedBack} moved back`,
      );
      expect(Math.min(sent, written)).toBeGreaterThan(0);
      return verdict;
    } catch (error) {
      await arena.abandon();
      throw error;
    }
  }
});

/** Kills a member that has told the first half of a batch and not the second. */
async function killInBatch(member: ArenaMember): Promise<void> {
  await until(() => member.inHand !== undefined);
  member.kill('SIGKILL');
  await member.ended;
}
