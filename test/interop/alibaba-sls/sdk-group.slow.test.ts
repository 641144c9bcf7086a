import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ArenaLog, slsArenaLog } from '../../processes/arena.js';
import { killInTurn, play } from '../mixed-group.js';
import { describeWithPeer } from '../peer.js';
import { type OpenSdk, sdkPrograms } from './sdk-programs.js';

const MINUTES = { timeout: 180_000 };
const openLog = (seed: number): Promise<ArenaLog> => slsArenaLog(8, seed);

for (const { language, sdk, peer, open } of sdkPrograms) {
  describeWithPeer(`a group on 8 shards, with the ${language} SDK`, sdk, peer, ({ command }) => {
    let opened: OpenSdk;
    beforeAll(async () => {
      opened = await open(command);
    });
    afterAll(() => opened?.stop());

    test.each(['theirs', 'ours'] as const)(
      'of its worker and one of ours (%s first), each killed in turn: every record is seen, and no checkpoint moves back',
      MINUTES,
      async (first) => {
        const verdict = await play(openLog, (arena) => killInTurn(arena, first, opened.member));
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
}
