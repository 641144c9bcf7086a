import { ConsumerError } from '@polylog/core/driver';
import type { TopicPartition } from './logset-ref.js';

/** How a partition is called outside of the adapter: `<topicId>/<number>`. */
export function partitionId({ topicId, partition }: TopicPartition): string {
  return `${topicId}/${partition}`;
}

/** The other way round. Throws `not-found` for what was never one. */
export function partitionOf(id: string): TopicPartition {
  const found = /^([^/]+)\/(\d{1,15})$/.exec(id);
  if (found?.[1] !== undefined) return { topicId: found[1], partition: Number(found[2]) };
  throw new ConsumerError(
    'not-found',
    `${JSON.stringify(id.slice(0, 100))} is no partition of CLS, whose ids are a topic's, a slash, and a number. Take it from the list of partitions.`,
    { partition: id },
  );
}
