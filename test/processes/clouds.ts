import type { ClsEmulator, Emulator, SlsEmulator } from '@polylog/emulator';
import { startEmulatedTopics } from '../end-to-end/emulated-topics.js';
import { type ArenaLog, slsArenaLog } from './arena.js';
import { clsGroupSide, clsSaves } from './cls-saves.js';

/** A cloud on the emulator, for what is tried with processes on each. */
export interface Cloud {
  readonly cloud: string;
  open(partitions: number, seed?: number): Promise<ArenaLog>;
  service(emulator: Emulator): SlsEmulator | ClsEmulator;
  /** What members call while they run, by the service's names; the first is a pull, the second a heartbeat. */
  readonly calls: readonly [pull: string, heartbeat: string, ...others: string[]];
}

export const clouds: readonly Cloud[] = [
  {
    cloud: 'SLS',
    open: (partitions, seed = 1) => slsArenaLog(partitions, seed),
    service: ({ sls }) => sls,
    calls: [
      'PullLogs',
      'HeartBeat',
      'UpdateCheckPoint',
      'GetCheckPoint',
      'GetCursor',
      'ListShards',
      'ListConsumerGroup',
    ],
  },
  {
    cloud: 'CLS',
    open: (partitions, seed = 1) => clsArenaLog(2, partitions / 2, seed),
    service: ({ cls }) => cls,
    calls: [
      'PullLog',
      'SendConsumerHeartbeat',
      'CommitConsumerOffsets',
      'DescribeConsumerOffsets',
      'DescribePartitions',
      'DescribeConsumerGroups',
    ],
  },
];

/** So many partitions of each of so many topics. */
export async function clsArenaLog(topics: number, partitions: number, seed: number): Promise<ArenaLog> {
  const log = await startEmulatedTopics({ topics, partitions, seed });
  const { emulator, logsetId } = log;
  return { log, saves: clsSaves, groupSide: (group) => clsGroupSide(emulator, { logsetId, group }) };
}
