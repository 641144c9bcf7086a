import { encodeClsLogGroup, frameLogGroup } from '@polylog/driver-kit';
import { test } from 'vitest';
import { type WalkStep, walkWithRestarts } from '../../testing/kept-walk.js';
import { actions } from './router.js';

test('every call that changes something is kept: after each of them a restart changes no answer', {
  timeout: 60_000,
}, async () => {
  let logset = '';
  let topic = '';
  const action = (call: string, fields: () => object, learn?: WalkStep['learn']): WalkStep => ({
    call,
    request: () => ({
      method: 'POST',
      path: '/',
      headers: {
        'x-tc-action': call,
        'x-tc-version': '2020-10-16',
        'x-tc-region': 'ap-guangzhou',
        'content-type': 'application/json',
      },
      body: fields(),
    }),
    ...(learn ? { learn } : {}),
  });
  const upload = (text: string): WalkStep => ({
    call: 'UploadLog',
    request: () => ({
      method: 'POST',
      path: `/structuredlog?topic_id=${topic}`,
      headers: { 'content-type': 'application/x-protobuf', 'x-cls-hashkey': '0'.repeat(32) },
      body: frameLogGroup(encodeClsLogGroup({ logs: [{ time: 1_772_510_706, contents: [['content', text]] }] })),
    }),
  });
  const group = (more: object = {}): object => ({ LogsetId: logset, ConsumerGroup: 'group', ...more });
  const ofTopic = (more: object = {}): object => ({ TopicId: topic, ...more });
  const createLogset = action(
    'CreateLogset',
    () => ({ LogsetName: 'set' }),
    ({ json }) => {
      logset = json.Response.LogsetId;
    },
  );
  const createTopic = action(
    'CreateTopic',
    () => ({ LogsetId: logset, TopicName: 'web', PartitionCount: 2, Period: 7, Describes: 'kept' }),
    ({ json }) => {
      topic = json.Response.TopicId;
    },
  );
  const createGroup = action('CreateConsumerGroup', () => group({ Timeout: 30, Topics: [topic] }));
  const commit = (partition: number, offset: number): WalkStep =>
    action('CommitConsumerOffsets', () =>
      group({
        Consumer: 'c',
        TopicPartitionOffsetsInfo: [{ TopicID: topic, PartitionOffsets: [{ PartitionId: partition, Offset: offset }] }],
      }),
    );
  const pull = (partition: number): WalkStep => ({
    call: 'PullLog',
    request: () => ({
      method: 'POST',
      path: `/pull_log?topic_id=${topic}`,
      headers: { 'content-type': 'application/json' },
      body: { PartitionId: partition, StartOffset: 0, Size: 1_000_000 },
    }),
  });

  await walkWithRestarts({
    calls: [...actions.keys(), 'UploadLog', 'PullLog'],
    options: { cls: { acceptAnyCredentials: true } },
    writes: [
      createLogset,
      action('ModifyLogset', () => ({
        LogsetId: logset,
        LogsetName: 'renamed',
        Tags: [{ Key: 'env', Value: 'prod' }],
      })),
      createTopic,
      action('ModifyTopic', () =>
        ofTopic({ TopicName: 'renamed', Period: 14, IsWebTracking: true, Describes: 'changed' }),
      ),
      upload('one'),
      upload('two'),
      createGroup,
      action('ModifyConsumerGroup', () => group({ Timeout: 40, Topics: [topic] })),
      commit(1, 1),
      action('SplitPartition', () => ofTopic({ PartitionId: 1 })),
      upload('three'),
      commit(3, 1),
      action('MergePartition', () => ofTopic({ PartitionId: 3 })),
      action('DeleteConsumerGroup', () => group()),
      action('DeleteTopic', () => ofTopic()),
      action('DeleteLogset', () => ({ LogsetId: logset })),
      // Ids that were given before a restart do not come again.
      createLogset,
    ],
    members: [
      createTopic,
      createGroup,
      action('SendConsumerHeartbeat', () => group({ Consumer: 'c', TopicPartitionsInfo: [] })),
    ],
    reads: [
      action('DescribeLogsets', () => ({})),
      action('DescribeTopics', () => ({})),
      action('DescribePartitions', () => ofTopic()),
      action('DescribeConsumerGroups', () => ({ LogsetId: logset })),
      action('DescribeConsumerOffsets', () => group({ From: 'begin' })),
      action('DescribeConsumerOffsets', () => group({ From: 'end', OffsetType: 1 })),
      pull(1),
      pull(3),
    ],
  });
});
