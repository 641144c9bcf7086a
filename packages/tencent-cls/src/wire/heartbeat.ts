import type { ClsApi, SendOptions } from './connection.js';
import type { GroupRef, TopicPartition } from './logset-ref.js';
import { byTopic, ofTopics, partitionNumber } from './topic-lists.js';

export interface HeartbeatRequest extends GroupRef {
  readonly member: string;
  /** All topics of the group: each has an entry, also where nothing of it is held. */
  readonly topicIds: readonly string[];
  /** Everything still worked on. */
  readonly holding: readonly TopicPartition[];
}

/** SendConsumerHeartbeat: one for all topics. Answers what this member is to work on. */
export async function sendConsumerHeartbeat(
  connection: ClsApi,
  { logsetId, group, member, topicIds, holding }: HeartbeatRequest,
  o: SendOptions,
): Promise<readonly TopicPartition[]> {
  const call = 'SendConsumerHeartbeat';
  const parameters = {
    ConsumerGroup: group,
    Consumer: member,
    LogsetId: logsetId,
    TopicPartitionsInfo: byTopic(topicIds, holding, 'Partitions', ({ partition }) => partition),
    // Not documented; both official consumers send it.
    PartitionStrategy: 2,
  };
  const { response } = await connection.sendApi(call, parameters, o);
  const names = { topics: 'TopicPartitionsInfo', partitions: 'Partitions' };
  return ofTopics(call, response, names, (topicId, value) => ({ topicId, partition: partitionNumber(call, value) }));
}
