import { integer, integerOf, type JsonObject, listOf, objectOf, textOf } from '@polylog/driver-kit';
import type { TopicPartition } from './logset-ref.js';

/**
 * Partitions grouped by topic, as lists of API 3.0 have them, one entry for each of `topicIds` even where it has none.
 * (Inside lists the field is `TopicID`; everywhere else it is `TopicId`.)
 */
export function byTopic<T extends TopicPartition, R>(
  topicIds: readonly string[],
  partitions: readonly T[],
  name: string,
  entry: (partition: T) => R,
): readonly JsonObject[] {
  const entries = new Map<string, R[]>(topicIds.map((topicId) => [topicId, []]));
  for (const partition of partitions) {
    const list = entries.get(partition.topicId) ?? [];
    entries.set(partition.topicId, list);
    list.push(entry(partition));
  }
  return [...entries].map(([TopicID, list]) => ({ TopicID, [name]: list }));
}

/** The other way round. A list that is null is an empty one: that is how Go, and so the service, may write it. */
export function ofTopics<R>(
  call: string,
  response: JsonObject,
  names: { readonly topics: string; readonly partitions: string },
  entry: (topicId: string, value: unknown) => R,
): readonly R[] {
  return listOf(call, response[names.topics] ?? []).flatMap((value) => {
    const topic = objectOf(call, value);
    const topicId = textOf(call, topic, 'TopicID');
    return listOf(call, topic[names.partitions] ?? []).map((each) => entry(topicId, each));
  });
}

export function partitionNumber(call: string, value: unknown): number {
  return integer(call, value, 'in the list of partitions');
}

export function partitionIdOf(call: string, object: JsonObject): number {
  return integerOf(call, object, 'PartitionId');
}
