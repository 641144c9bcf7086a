import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ArenaLog, slsArenaLog } from '../../processes/arena.js';
import { killInTurn, play } from '../mixed-group.js';
import { describeWithPeer } from '../peer.js';
import { mavenArtifact } from '../registries.js';
import { type OpenSdk, sdkPrograms } from './sdk-programs.js';

const MINUTES = { timeout: 180_000 };
const openLog = (seed: number): Promise<ArenaLog> => slsArenaLog(8, seed);

for (const { language, sdk, peer, consumerSignature, open } of sdkPrograms) {
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
        const verdict = await play(openLog, (arena) => killInTurn(arena, first, opened.member(consumerSignature)));
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

/** The first of which we know that it has version 4. */
const NEWER = 'com.aliyun.openservices:loghub-client-lib:0.6.54';

describeWithPeer('a group with the Java SDK, signed with v4', `maven: ${NEWER}`, await mavenArtifact(NEWER), () => {
  test('shares a group with ours', () => {
    throw new Error(`${NEWER} can be had now: pin it, and sign with v4.`);
  });
});
