import type { Deviation, Harness } from '@polylog/conformance';
import type { ClsSwitches } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';
import { partitionId, partitionOf } from '@polylog/tencent-cls/wire';
import { clsSetup } from './cls-setup.js';
import { emulatedHarness } from './emulated-harness.js';
import { shortLogGroup } from './short-log-group.js';

export interface ClsHarnessOptions {
  readonly switches?: Partial<ClsSwitches>;
  readonly deviates?: readonly Deviation[];
}

export function clsHarness({ switches = {}, deviates = [] }: ClsHarnessOptions = {}): Harness {
  return emulatedHarness({
    callNames: {
      partitions: ['DescribePartitions'],
      locate: ['DescribeConsumerOffsets'],
      read: ['PullLog'],
      join: ['DescribeConsumerGroups', 'CreateConsumerGroup', 'ModifyConsumerGroup'],
      heartbeat: ['SendConsumerHeartbeat'],
      checkpoints: ['DescribeConsumerOffsets'],
      save: ['CommitConsumerOffsets'],
    },
    keyRefused: { status: 401, code: 'AuthFailure.SignatureFailure' },
    foreignPosition: 'not an offset',
    lineage: 'told',
    deviates,
    emulatorOptions: (setup) => ({ cls: clsSetup(setup, switches).cls }),
    attach({ cls }, clock, setup) {
      const { driver, ids } = clsSetup(setup, switches);
      /** By partition, where each record that is kept stands. */
      const offsets = new Map<string, bigint[]>();
      return {
        faults: cls.faults,
        id: (index) => ids[index] ?? partitionId({ topicId: 'topic-1', partition: index + 1 }),
        driver: () => clsDriver({ ...driver, endpoint: cls.endpoint, clock }),
        append(id, texts) {
          const { topicId, partition } = partitionOf(id);
          const written = offsets.get(id) ?? [];
          offsets.set(id, written);
          for (const text of texts) {
            const group = shortLogGroup({ __CONTENT__: text }, clock.now() * 1000);
            written.push(cls.put(topicId, group, { partition }).offset);
          }
        },
        split(id) {
          const { topicId, partition } = partitionOf(id);
          const [left = 0, right = 0] = cls.split(topicId, partition);
          return [partitionId({ topicId, partition: left }), partitionId({ topicId, partition: right })];
        },
        merge(left) {
          const { topicId, partition } = partitionOf(left);
          return partitionId({ topicId, partition: cls.merge(topicId, partition) });
        },
        trim(id, records) {
          const { topicId, partition } = partitionOf(id);
          const written = offsets.get(id) ?? [];
          written.splice(0, records);
          const [beforeOffset] = written;
          cls.expire(topicId, { partition, ...(beforeOffset === undefined ? { all: true } : { beforeOffset }) });
        },
      };
    },
  });
}
