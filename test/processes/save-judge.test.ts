import {
  connect,
  createConsumerGroup,
  cursorPlus,
  forceCheckpoint,
  heartbeat,
  updateCheckpoint,
} from '@polylog/alibaba-sls/wire';
import { commitCheckpoints, connect as connectLts, sendHeartbeat } from '@polylog/huawei-lts/wire';
import {
  commitConsumerOffsets,
  connect as connectCls,
  createConsumerGroup as createClsGroup,
  sendConsumerHeartbeat,
} from '@polylog/tencent-cls/wire';
import { expect, test } from 'vitest';
import { credentials, logstore, project, startEmulatedLog } from '../end-to-end/emulated-log.js';
import {
  credentials as ltsCredentials,
  region as ltsRegion,
  startEmulatedStream,
  stream,
} from '../end-to-end/emulated-stream.js';
import { credentials as clsCredentials, region, startEmulatedTopics } from '../end-to-end/emulated-topics.js';
import { clsGroupSide, clsSaves } from './cls-saves.js';
import { ltsGroupSide, ltsSaves } from './lts-saves.js';
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

test('the same of CLS, whose saves carry many partitions, and whose refusals have status 200', async () => {
  const log = await startEmulatedTopics({ topics: 1, partitions: 2 });
  await log.write(60, 20);
  const { emulator, logsetId, topicIds } = log;
  const [topicId = ''] = topicIds;
  let handled = 40;
  const judge = createSaveJudge({
    group: clsGroupSide(emulator, { logsetId, group: 'g' }),
    groupSize: 20,
    handledBefore: () => handled,
  });
  const witness = await startSaveWitness(log.endpoint, clsSaves, judge.arrives);
  const connection = connectCls({ endpoint: witness.endpoint, region, credentials: clsCredentials });
  const o = { signal: AbortSignal.timeout(10_000) };
  const member = (name: string): { logsetId: string; group: string; member: string } => ({
    logsetId,
    group: 'g',
    member: name,
  });
  const save = (name: string, ...offsets: readonly bigint[]): Promise<unknown> =>
    commitConsumerOffsets(
      connection,
      { ...member(name), offsets: offsets.map((offset, i) => ({ topicId, partition: i + 1, offset })) },
      o,
    );
  try {
    const settings = { name: 'g', timeoutSeconds: 60, topicIds };
    await createClsGroup(connection, { logsetId, settings }, o);
    await sendConsumerHeartbeat(connection, { ...member('a'), topicIds, holding: [] }, o);
    await save('a', 1n, 2n);
    expect(judge.broken).toEqual([]);
    expect(judge.totals).toEqual({ written: 2, foreign: 0, movedBack: 0, early: 0, refused: 0 });
    // The vendor's library may send it; the service does not store it.
    await save('a', -1n);
    expect(judge.totals).toMatchObject({ written: 2, movedBack: 0 });

    // One partition too many: none of them is stored.
    await expect(save('a', 2n, 2n, 2n)).rejects.toThrow('PartitionNotExist');
    expect(judge.totals).toMatchObject({ written: 2, refused: 3 });
    await save('a', 3n);
    expect(judge.totals).toMatchObject({ written: 3, early: 1 });
    handled = 60;
    await save('a', 1n);
    expect(judge.totals).toMatchObject({ written: 4, movedBack: 1 });
    await save('b', 2n, 3n);
    expect(judge.totals).toEqual({ written: 6, foreign: 2, movedBack: 1, early: 1, refused: 3 });
    expect(judge.broken).toHaveLength(4);
  } finally {
    await connection.transport.close();
    await witness.stop();
    await log.stop();
  }
});

test('the same of LTS, which refuses nobody a save: that it is foreign shows only here', async () => {
  const log = await startEmulatedStream({ shards: 2 });
  await log.write(60, 20);
  const { lts } = log.emulator;
  lts.createConsumerGroup({ logGroup: stream.logGroupId, logStream: stream.logStreamId, group: 'g' });
  let handled = 40;
  const judge = createSaveJudge({
    group: ltsGroupSide(lts, { log, group: 'g' }),
    groupSize: 20,
    handledBefore: () => handled,
  });
  const witness = await startSaveWitness(log.endpoint, ltsSaves, judge.arrives);
  const connection = connectLts({ endpoint: witness.endpoint, region: ltsRegion, credentials: ltsCredentials });
  const o = { signal: AbortSignal.timeout(10_000) };
  const member = (consumer: string) => ({ ...stream, group: 'g', consumer });
  /** Behind so many pushes, each of 20 logs; or behind so many logs of the next one. */
  const behind = (shard: string, pushes: number, logs: bigint): bigint => {
    const [last, next] = log.pushesOf(shard).slice(pushes - 1);
    return logs > 0n ? (next ?? 0n) + logs : (last ?? 0n) + 20n;
  };
  const save = (name: string, ...pushes: readonly (readonly [whole: number, logs: bigint])[]): Promise<void> => {
    const checkpoints = pushes.map(([whole, logs], i) => ({ shard: `${i}`, cursor: behind(`${i}`, whole, logs) }));
    return commitCheckpoints(connection, { ...member(name), checkpoints }, o);
  };
  try {
    await sendHeartbeat(connection, { ...member('a'), holding: [] }, o);
    await save('a', [1, 0n], [2, 0n]);
    expect(judge.broken).toEqual([]);
    expect(judge.totals).toEqual({ written: 2, foreign: 0, movedBack: 0, early: 0, refused: 0 });

    // One shard too many: none of them is stored.
    await expect(save('a', [2, 0n], [2, 0n], [2, 0n])).rejects.toThrow('ShardNotFound');
    expect(judge.totals).toMatchObject({ written: 2, refused: 3 });
    await save('a', [2, 1n]);
    expect(judge.totals).toMatchObject({ written: 3, early: 1 });
    handled = 60;
    await save('a', [1, 0n]);
    expect(judge.totals).toMatchObject({ written: 4, movedBack: 1 });
    await save('b', [2, 0n]);
    expect(judge.totals).toEqual({ written: 5, foreign: 1, movedBack: 1, early: 1, refused: 3 });
    expect(judge.broken).toHaveLength(3);
  } finally {
    await connection.transport.close();
    await witness.stop();
    await log.stop();
  }
});
