import type { Emulator, Listening } from '@polylog/emulator';
import { consumerNameOf } from '@polylog/huawei-lts/wire';
import { startEmulatedStream } from '../end-to-end/emulated-stream.js';
import { startEmulatedTopics } from '../end-to-end/emulated-topics.js';
import { type ArenaLog, slsArenaLog } from './arena.js';
import { clsGroupSide, clsSaves } from './cls-saves.js';
import { ltsGroupSide, ltsSaves } from './lts-saves.js';

/** A cloud on the emulator, for what is tried with processes on each. */
export interface Cloud {
  readonly cloud: string;
  open(partitions: number, seed?: number): Promise<ArenaLog>;
  service(emulator: Emulator): Listening & Pick<Emulator['sls'], 'faults'>;
  /** What the service calls a member of this name. */
  nameOnWire(member: string): string;
  /** What members call while they run, by the service's names; the first is a pull, the second a heartbeat. */
  readonly calls: readonly [pull: string, heartbeat: string, ...others: string[]];
}

export const clouds: readonly Cloud[] = [
  {
    cloud: 'SLS',
    open: (partitions, seed = 1) => slsArenaLog(partitions, seed),
    service: ({ sls }) => sls,
    nameOnWire: (member) => member,
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
    nameOnWire: (member) => member,
    calls: [
      'PullLog',
      'SendConsumerHeartbeat',
      'CommitConsumerOffsets',
      'DescribeConsumerOffsets',
      'DescribePartitions',
      'DescribeConsumerGroups',
    ],
  },
  {
    cloud: 'LTS',
    open: (partitions, seed = 1) => ltsArenaLog(partitions, seed),
    service: ({ lts }) => lts,
    nameOnWire: consumerNameOf,
    calls: [
      'PullLogs',
      'ConsumerGroupHeartBeat',
      'UpdateCheckPoint',
      'ListDetailsConsumerGroup',
      'ShowCursorByTime',
      'ShowLogStreamShards',
      'ListConsumerGroup',
    ],
  },
];

/** So many partitions of each of so many topics. */
export async function clsArenaLog(topics: number, partitions: number, seed: number): Promise<ArenaLog> {
  const log = await startEmulatedTopics({ topics, partitions, seed });
  const { emulator, logsetId } = log;
  return { log, saves: clsSaves, groupSide: (group) => clsGroupSide(emulator, { logsetId, group }) };
}

/** So many shards of one log stream. */
async function ltsArenaLog(shards: number, seed: number): Promise<ArenaLog> {
  const log = await startEmulatedStream({ shards, seed });
  return { log, saves: ltsSaves, groupSide: (group) => ltsGroupSide(log.emulator.lts, { log, group }) };
}
