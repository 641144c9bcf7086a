import { expect, test } from 'vitest';
import { pythonWithClsSdk } from '../../../scripts/peers/python.mjs';
import type { ArenaLog } from '../../processes/arena.js';
import { clsArenaLog } from '../../processes/clouds.js';
import { killInTurn, play } from '../mixed-group.js';
import { describeWithPeer } from '../peer.js';
import { pythonMember } from './python-member.js';
import { sdk } from './python-script.js';

const openLog = (seed: number): Promise<ArenaLog> => clsArenaLog(3, 4, seed);

describeWithPeer('a group on 12 partitions of 3 topics', sdk, await pythonWithClsSdk(), ({ python }) => {
  test.each(['theirs', 'ours'] as const)(
    'of a Python worker and one of ours (%s first), each killed in turn: every record is seen, and no offset moves back',
    { timeout: 180_000 },
    async (first) => {
      const verdict = await play(openLog, (arena) => killInTurn(arena, first, pythonMember(python)));
      // The service takes what a member saves that has lost the partition, and the SDK's worker looks at no clock before it
      // saves: `foreign` says how busy the machine was.
      expect(verdict, verdict.broken.join('\n')).toMatchObject({
        lost: 0,
        disorder: [],
        movedBack: 0,
        early: 0,
        failures: [],
      });
    },
  );
});
