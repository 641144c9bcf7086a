import type { Logset } from '../account.js';
import type { Action, CallContext } from '../call.js';
import {
  type ClsGroup,
  createClsGroup,
  type GroupPartition,
  type PartitionKey,
  partitionKey,
} from '../consumer-group.js';
import { ClsError, invalidParameter, missingParameter } from '../error.js';
import { type Fields, int64Field, objectsField, textField, textsField, type WholeLimits, wholeField } from '../json.js';

const NAME = /^[0-9A-Za-z_.-]{1,255}$/;
const TIMEOUT_SECONDS: WholeLimits = { least: 1, most: 3600 };
const PARTITION: WholeLimits = { least: 0, most: 2 ** 31 - 1 };

export const createConsumerGroup: Action = (context, fields) => {
  const { logset, name } = namedGroup(context, fields);
  const settings = settingsOf(context, logset, fields);
  const { balancer, switches } = context;
  if (logset.groups.has(name)) {
    // The vendor's libraries look for these words, in these letters.
    throw new ClsError(409, switches.groupExistsCode, 'consumer group already exists');
  }
  if (switches.maxGroups > 0 && logset.groups.size >= switches.maxGroups) {
    throw new ClsError(403, 'LimitExceeded', `the logset has ${switches.maxGroups} consumer groups already`);
  }
  logset.groups.set(name, createClsGroup({ name, ...settings, balancer, switches }));
  return { ConsumerGroup: name };
};

export const modifyConsumerGroup: Action = (context, fields) => {
  const { logset, group } = existingGroup(context, fields);
  group.modify(settingsOf(context, logset, fields));
  return {};
};

export const deleteConsumerGroup: Action = (context, fields) => {
  const { logset, group } = existingGroup(context, fields);
  logset.groups.delete(group.name);
  return {};
};

export const describeConsumerGroups: Action = ({ account }, fields) => {
  const wanted = textsField(fields, 'Topics');
  const groups = [...account.logset(textField(fields, 'LogsetId')).groups.values()].filter(
    ({ topics }) => wanted.length === 0 || topics.some((topic) => wanted.includes(topic)),
  );
  return {
    ConsumerGroupsInfo: groups.map(({ name, timeoutSeconds, topics }) => ({
      ConsumerGroup: name,
      Timeout: timeoutSeconds,
      Topics: topics,
    })),
  };
};

/** One entry for each topic of the group, with or without partitions: vendor consumers spin on a list that is null. */
export const sendConsumerHeartbeat: Action = (context, fields) => {
  const { group } = existingGroup(context, fields);
  const reported = objectsField(fields, 'TopicPartitionsInfo').flatMap((entry) => {
    const topicId = textField(entry, 'TopicID');
    const list = (entry.Partitions ?? []) as readonly unknown[];
    if (!Array.isArray(list) || !list.every(Number.isInteger)) {
      throw invalidParameter('Partitions is not a list of whole numbers');
    }
    return list.map((id) => partitionKey(topicId, id as number));
  });
  const mine = group.heartbeat(consumerOf(fields), reported, partitionsOf(context, group), context.nowMs);
  const byTopic = group.topics.map((topic) => ({ TopicID: topic, Partitions: idsIn(mine, topic) }));
  return { ConsumerGroup: group.name, TopicPartitionsInfo: byTopic };
};

export const commitConsumerOffsets: Action = (context, fields) => {
  const { group } = existingGroup(context, fields);
  const commits = objectsField(fields, 'TopicPartitionOffsetsInfo').flatMap((entry) => {
    const topic = topicOf(context, group, textField(entry, 'TopicID'));
    return objectsField(entry, 'PartitionOffsets').map((each) => {
      const partition = wholeField(each, 'PartitionId', PARTITION);
      const offset = int64Field(each, 'Offset');
      if (offset === undefined) throw missingParameter('Offset');
      topic.partition(partition, context.nowMs);
      return { topicId: topic.id, partition, offset };
    });
  });
  group.commit(consumerOf(fields), commits, context.nowMs);
  return {};
};

function namedGroup({ account }: CallContext, fields: Fields): { readonly logset: Logset; readonly name: string } {
  const logset = account.logset(textField(fields, 'LogsetId'));
  const name = textField(fields, 'ConsumerGroup');
  if (!NAME.test(name)) throw invalidParameter('ConsumerGroup must be 1 to 255 of 0-9, A-Z, a-z, _, . and -');
  return { logset, name };
}

export function existingGroup(
  context: CallContext,
  fields: Fields,
): { readonly logset: Logset; readonly group: ClsGroup } {
  const { logset, name } = namedGroup(context, fields);
  const group = logset.groups.get(name);
  if (group) return { logset, group };
  throw new ClsError(404, context.switches.unknownGroupCode, `consumer group ${name} does not exist`);
}

/** A topic that the group reads. */
export function topicOf(
  { account, switches }: CallContext,
  group: ClsGroup,
  id: string,
): ReturnType<typeof account.topic> {
  const topic = account.topic(id);
  if (group.topics.includes(id)) return topic;
  throw new ClsError(404, switches.unknownTopicCode, `topic ${id} is not one of consumer group ${group.name}`);
}

function settingsOf(
  { account, switches }: CallContext,
  logset: Logset,
  fields: Fields,
): { readonly timeoutSeconds: number; readonly topics: readonly string[] } {
  const timeoutSeconds = wholeField(fields, 'Timeout', TIMEOUT_SECONDS);
  const topics = [...new Set(textsField(fields, 'Topics'))];
  if (topics.length === 0) throw missingParameter('Topics');
  for (const id of topics) {
    if (account.topic(id).logsetId === logset.id) continue;
    throw new ClsError(404, switches.unknownTopicCode, `topic ${id} is not in logset ${logset.id}`);
  }
  return { timeoutSeconds, topics };
}

function consumerOf(fields: Fields): string {
  const consumer = textField(fields, 'Consumer');
  if (!NAME.test(consumer)) throw invalidParameter('Consumer must be 1 to 255 of 0-9, A-Z, a-z, _, . and -');
  return consumer;
}

/** Of those topics of the group that are still there. */
function partitionsOf({ account, nowMs }: CallContext, group: ClsGroup): readonly GroupPartition[] {
  return group.topics.flatMap((topicId) =>
    (account.topics.get(topicId)?.partitions(nowMs) ?? []).map(({ id, readOnly, keptGroups, endOffset }) => ({
      topicId,
      id,
      readOnly,
      keptGroups,
      endOffset,
    })),
  );
}

function idsIn(keys: ReadonlySet<PartitionKey>, topicId: string): readonly number[] {
  const prefix = partitionKey(topicId, '');
  return [...keys]
    .filter((key) => key.startsWith(prefix))
    .map((key) => Number(key.slice(prefix.length)))
    .sort((a, b) => a - b);
}
