import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pythonWithSdk } from '../../../scripts/peers/python.mjs';
import { until } from '../../end-to-end/until.js';
import { type ArenaLog, slsArenaLog } from '../../processes/arena.js';
import { killInTurn, play } from '../mixed-group.js';
import { describeWithPeer } from '../peer.js';
import { pythonMember } from './python-member.js';
import { sdk } from './python-script.js';

const MINUTES = { timeout: 180_000 };
const openLog = (seed: number): Promise<ArenaLog> => slsArenaLog(8, seed);

describeWithPeer('a group on 8 shards', sdk, await pythonWithSdk(), ({ python }) => {
  test('of two Python workers: each gets shards, and all records arrive', MINUTES, async () => {
    const verdict = await play(openLog, async (arena) => {
      arena.start(pythonMember(python));
      arena.start(pythonMember(python));
      await until(() => arena.settled);
      await pause(2_000);
    });
    expect(verdict).toMatchObject({ lost: 0, disorder: [], movedBack: 0, early: 0, failures: [] });
    // The SDK forces every save, so that the service could not refuse one of a member that has lost the shard.
    expect(verdict.foreign).toBe(verdict.written);
  });

  test.each(['theirs', 'ours'] as const)(
    'of a Python worker and one of ours (%s first), each killed in turn: every record is seen, and no checkpoint moves back',
    MINUTES,
    async (first) => {
      const verdict = await play(openLog, (arena) => killInTurn(arena, first, pythonMember(python)));
      expect(verdict).toMatchObject({ lost: 0, disorder: [], movedBack: 0, early: 0, failures: [] });
    },
  );
});
