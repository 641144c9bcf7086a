import {
  connect,
  createConsumerGroup,
  cursorPlus,
  forceCheckpoint,
  heartbeat,
  updateCheckpoint,
} from '@polylog/alibaba-sls/wire';
import { expect, test } from 'vitest';
import { credentials, logstore, project, startEmulatedLog } from '../end-to-end/emulated-log.js';
import { createSaveJudge } from './save-judge.js';
import { startSaveWitness } from './save-witness.js';
import { slsGroupSide, slsSaves } from './sls-saves.js';

test('the judge sees a foreign save, one that moves back, one before its records, and one that is refused', async () => {
  const log = await startEmulatedLog({ shards: 1 });
  await log.write(60, 20);
  let handled = 40;
  const { emulator } = log;
  const judge = createSaveJudge({
    group: slsGroupSide(emulator, { project, logstore, group: 'g' }),
    groupSize: 20,
    handledBefore: () => handled,
  });
  const witness = await startSaveWitness(log.endpoint, slsSaves, judge.arrives);
  const connection = connect({ endpoint: witness.endpoint, credentials });
  const o = { signal: AbortSignal.timeout(10_000) };
  const group = { project, logstore, group: 'g' };
  const begin = emulator.sls.shards(project, logstore)[0]?.beginCursor ?? '';
  const save = (member: string, groups: bigint): Promise<void> =>
    updateCheckpoint(connection, { ...group, member, shard: '0', cursor: cursorPlus(begin, groups) ?? '' }, o);
  try {
    await createConsumerGroup(
      connection,
      { project, logstore, settings: { name: 'g', timeoutSeconds: 60, inOrder: false } },
      o,
    );
    await heartbeat(connection, { ...group, member: 'a', holding: [] }, o);
    await save('a', 1n);
    await save('a', 2n);
    expect(judge.broken).toEqual([]);
    expect(judge.totals).toEqual({ written: 2, foreign: 0, movedBack: 0, early: 0, refused: 0 });

    await expect(save('b', 2n)).rejects.toThrow();
    expect(judge.totals).toEqual({ written: 2, foreign: 0, movedBack: 0, early: 0, refused: 1 });
    await save('a', 3n);
    expect(judge.totals).toMatchObject({ written: 3, early: 1 });
    handled = 60;
    await save('a', 1n);
    expect(judge.totals).toMatchObject({ written: 4, movedBack: 1 });
    await forceCheckpoint(connection, { ...group, shard: '0', cursor: cursorPlus(begin, 2n) ?? '' }, o);
    expect(judge.totals).toEqual({ written: 5, foreign: 1, movedBack: 1, early: 1, refused: 1 });
    expect(judge.broken).toHaveLength(3);
  } finally {
    await connection.transport.close();
    await witness.stop();
    await log.stop();
  }
});
