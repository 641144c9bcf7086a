import type { TopicPartition } from './logset-ref.js';

/** How a partition is called outside of the adapter: `<topicId>/<number>`. */
export function partitionId({ topicId, partition }: TopicPartition): string {
  return `${topicId}/${partition}`;
}

/** The other way round; undefined for what was never one. */
export function parsePartitionId(id: string): TopicPartition | undefined {
  const found = /^([^/]+)\/(\d{1,15})$/.exec(id);
  return found?.[1] === undefined ? undefined : { topicId: found[1], partition: Number(found[2]) };
}
