import { expect, test } from 'vitest';
import { pythonWithClsSdk } from '../../../scripts/peers/python.mjs';
import { startEmulatedTopics } from '../../end-to-end/emulated-topics.js';
import type { ArenaLog } from '../../processes/arena.js';
import { clsGroupSide, clsSaves } from '../../processes/cls-saves.js';
import { killInTurn, play } from '../mixed-group.js';
import { describeWithPeer } from '../peer.js';
import { pythonMember } from './python-member.js';
import { sdk } from './python-script.js';

async function openLog(seed: number): Promise<ArenaLog> {
  const log = await startEmulatedTopics({ topics: 3, partitions: 4, seed });
  const { emulator, logsetId } = log;
  return { log, saves: clsSaves, groupSide: (group) => clsGroupSide(emulator, { logsetId, group }) };
}

describeWithPeer('a group on 12 partitions of 3 topics', sdk, await pythonWithClsSdk(), ({ python }) => {
  test.each(['python', 'ours'] as const)(
    'of a Python worker and one of ours (%s first), each killed in turn: every record is seen, and no offset moves back',
    { timeout: 180_000 },
    async (first) => {
      const verdict = await play(openLog, (arena) => killInTurn(arena, first, pythonMember(python)));
      expect(verdict).toMatchObject({ lost: 0, disorder: [], movedBack: 0, early: 0, foreign: 0, failures: [] });
    },
  );
});
