import type { Deviation, Harness } from '@polylog/conformance';
import { type ClsSwitches, defaultAccessKey } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';
import { encodeClsLogGroup, partitionId, partitionOf } from '@polylog/tencent-cls/wire';
import { emulatedHarness } from './emulated-harness.js';

const region = 'ap-guangzhou';
const logsetId = 'logset-1';
const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

/** What a log group of one short record is filled up to, so that a size in bytes is a number of records. */
const RECORD_BYTES = 110;

export interface ClsHarnessOptions {
  readonly switches?: Partial<ClsSwitches>;
  readonly deviates?: readonly Deviation[];
}

export function clsHarness({ switches = {}, deviates = [] }: ClsHarnessOptions = {}): Harness {
  // Where a size is not counted in bytes, or small ones are refused, the service's own limit keeps batches short.
  const isLimitedByService = switches.pullSize === 'groups' || (switches.pullMinBytes ?? 0) > 0;
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
    deviates,
    emulatorOptions({ partitions, batchRecords }) {
      const topics = topicsFor(partitions).map(({ topicId, count }) => [topicId, { partitions: count }] as const);
      return {
        cls: {
          logsets: { [logsetId]: Object.fromEntries(topics) },
          switches: { ...(isLimitedByService ? { pullMaxBytes: batchRecords * RECORD_BYTES } : {}), ...switches },
        },
      };
    },
    attach({ cls }, clock, { partitions, batchRecords }) {
      const topics = topicsFor(partitions);
      const ids = topics.flatMap(({ topicId, count }) =>
        Array.from({ length: count }, (_, i) => partitionId({ topicId, partition: i + 1 })),
      );
      /** By partition, where each record that is kept stands. */
      const offsets = new Map<string, bigint[]>();
      return {
        faults: cls.faults,
        id: (index) => ids[index] ?? partitionId({ topicId: 'topic-1', partition: index + 1 }),
        driver: () =>
          clsDriver({
            region,
            endpoint: cls.endpoint,
            logsetId,
            topicIds: topics.map(({ topicId }) => topicId),
            credentials,
            clock,
            ...(isLimitedByService ? {} : { maxReadBytes: batchRecords * RECORD_BYTES }),
          }),
        append(id, texts) {
          const { topicId, partition } = partitionOf(id);
          const written = offsets.get(id) ?? [];
          offsets.set(id, written);
          for (const text of texts) {
            const { offset } = cls.put(topicId, logGroupOf(text, clock.now() * 1000), { partition });
            written.push(offset);
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

/** More than two partitions are of two topics. The first two are always of one, for they may be merged. */
function topicsFor(partitions: number): readonly { readonly topicId: string; readonly count: number }[] {
  const first = Math.max(Math.min(2, partitions), Math.ceil(partitions / 2));
  const topics = [{ topicId: 'topic-1', count: first }];
  return partitions > first ? [...topics, { topicId: 'topic-2', count: partitions - first }] : topics;
}

/** A short text gives a log group of `RECORD_BYTES`, a long one a larger one. */
function logGroupOf(text: string, timeUs: number): Uint8Array {
  const group = (fill: string): Uint8Array =>
    encodeClsLogGroup({
      logs: [{ time: timeUs, contents: [['__CONTENT__', text], ...(fill === '' ? [] : [['fill', fill] as const])] }],
    });
  const missing = RECORD_BYTES - group('-').length + 1;
  return group('-'.repeat(Math.max(0, missing)));
}
