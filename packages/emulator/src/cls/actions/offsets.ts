import type { Action, CallContext } from '../call.js';
import type { ClsGroup } from '../consumer-group.js';
import { invalidParameter, missingParameter } from '../error.js';
import { type Fields, textField, wholeField } from '../json.js';
import type { ClsPartition, Topic } from '../topic.js';
import { existingGroup, topicOf } from './consumer-groups.js';

/** The committed offset where there is one, else (or, of type 1, always) the place that `From` names. */
export const describeConsumerOffsets: Action = (context, fields) => {
  const { switches, nowMs } = context;
  const { group } = existingGroup(context, fields);
  const from = textField(fields, 'From');
  if (fields.OffsetType !== undefined && switches.offsetType === 'refused') {
    throw invalidParameter('unknown parameter OffsetType');
  }
  const always =
    switches.offsetType === 'known' && wholeField(fields, 'OffsetType', { least: 0, most: 1, standard: 0 }) === 1;
  const offsetOf = (topic: Topic, partition: ClsPartition): bigint => {
    const committed = always ? undefined : group.committed(topic.id, partition.id);
    return committed?.offset ?? placeOf(partition, from);
  };
  const only = partitionOf(context, fields);
  const partitionsOf = (topic: Topic): readonly ClsPartition[] => {
    if (only !== undefined) return [topic.partition(only, nowMs)];
    const isListed = ({ id }: ClsPartition): boolean =>
      switches.withoutPartition === 'all' || group.committed(topic.id, id) !== undefined;
    return topic.partitions(nowMs).filter(isListed);
  };
  return {
    ConsumerGroup: group.name,
    TopicPartitionOffsetsInfo: topicsOf(context, group, fields).map((topic) => ({
      TopicID: topic.id,
      PartitionOffsets: partitionsOf(topic).map((each) => ({ PartitionId: each.id, Offset: offsetOf(topic, each) })),
    })),
  };
};

/** By the time of receipt, unless a switch says otherwise, in whole seconds. */
function placeOf(partition: ClsPartition, from: string): bigint {
  if (from === 'begin') return partition.beginOffset;
  if (from === 'end') return partition.endOffset;
  if (/^\d{1,12}$/.test(from)) return partition.offsetAt(Number(from) * 1000);
  throw invalidParameter(`From is "${from}"; allowed is begin, end, or Unix seconds`);
}

function topicsOf(context: CallContext, group: ClsGroup, fields: Fields): readonly Topic[] {
  const { account, switches } = context;
  if (fields.TopicId !== undefined && fields.TopicId !== '') {
    return [topicOf(context, group, textField(fields, 'TopicId'))];
  }
  if (switches.withoutTopic === 'refused') throw missingParameter('TopicId');
  return group.topics.flatMap((id) => account.topics.get(id) ?? []);
}

/** A text, unlike in every other call; some clients send a number all the same. */
function partitionOf({ switches }: CallContext, fields: Fields): string | undefined {
  const { PartitionId: given } = fields;
  const text = given === undefined || given === null ? '' : String(given);
  if (text !== '' && text !== '-1') return text;
  if (switches.withoutPartition === 'refused') throw missingParameter('PartitionId');
  return undefined;
}
