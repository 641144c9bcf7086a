import { invalidRequest, type PageRequest, type RequestReaders, requestReaders, shown } from '@polylog/driver-kit';
import type { GroupRef, LogsetRef, TopicPartition } from '../wire/logset-ref.js';
import { groupName, logsetIdText, topicIdText } from '../wire/names.js';

export const invalid: typeof invalidRequest = invalidRequest;
export const textIn: RequestReaders['text'] = requestReaders.text;
export const textsIn: RequestReaders['texts'] = requestReaders.texts;
export const wholeNumber: RequestReaders['wholeNumber'] = requestReaders.wholeNumber;
export const whole: RequestReaders['whole'] = requestReaders.whole;

/** Which logset a call is about. */
export interface LogsetRequest {
  readonly logsetId: string;
}

/** Which topic. */
export interface TopicRequest {
  readonly topicId: string;
}

/** Which partition of a topic. */
export interface PartitionRequest extends TopicRequest {
  /** Its id, as `partitions.list` tells. */
  readonly partition: number;
}

/** Which consumer group of a logset. */
export interface GroupRequest extends LogsetRequest {
  readonly group: string;
}

/**
 * The service tells places only to groups, and for certain only where the group has committed nothing. So it is asked in the
 * name of a group that is there for nothing else.
 */
export interface PlacesRequest {
  /**
   * That group, over the same topics; it must never have checkpoints. One that is missing is created, for which the keys have to
   * be good. @defaultValue `polylog-places-` and eight digits that stand for the topics
   */
  readonly placesGroup?: string;
}

/** Each checks what names something. They throw `invalid-argument`. */

export function logsetIn(request: LogsetRequest): LogsetRef {
  const { logsetId } = whole(request, "{ logsetId: '0f8e4b82-…' }");
  return { logsetId: logsetIdText(logsetId, 'logsetId') };
}

export function topicIn(request: TopicRequest): TopicRequest {
  const { topicId } = whole(request, "{ topicId: '6f6ded3f-…' }");
  return { topicId: topicIdText(topicId, 'topicId') };
}

export function partitionIn(request: PartitionRequest): TopicPartition {
  const { topicId } = topicIn(request);
  const { partition } = request;
  if (typeof partition === 'number' && Number.isSafeInteger(partition) && partition >= 0) return { topicId, partition };
  throw invalid(`partition is ${shown(partition)}; allowed: the id of a partition, a whole number from 0.`);
}

export function groupIn(request: GroupRequest): GroupRef {
  const { logsetId } = logsetIn(request);
  return { logsetId, group: groupName(request.group, 'group') };
}

export function placesGroupIn({ placesGroup }: PlacesRequest): { readonly placesGroup?: string } {
  return placesGroup === undefined ? {} : { placesGroup: groupName(placesGroup, 'placesGroup') };
}

export function topicIdsIn(topicIds: unknown, name = 'topicIds'): readonly string[] {
  if (!Array.isArray(topicIds) || topicIds.length === 0)
    throw invalid(`${name} is ${shown(topicIds)}; allowed: a list of one or more ids of topics.`);
  return topicIds.map((topicId, i) => topicIdText(topicId, `${name}[${i}]`));
}

/** Most that the service gives in one page. */
const LARGEST_PAGE = 100;

/** Where a listing begins, and how large its pages are. */
export function pageIn(request: PageRequest): { readonly offset: number; readonly size: number } {
  return requestReaders.page(request, LARGEST_PAGE);
}

const MOST = 2n ** 63n - 1n;

/** An offset, exact: a `number` does not hold all of them. `name` is that of the argument, for messages. */
export function offsetIn(offset: unknown, name = 'offset'): bigint {
  if (typeof offset === 'bigint' && offset >= 0n && offset <= MOST) return offset;
  const found = typeof offset === 'bigint' ? String(offset) : shown(offset);
  throw invalid(
    `${name} is ${found}; allowed: a bigint from 0 to 2^63 - 1, as offsets, checkpoints and pulls tell it.`,
  );
}
