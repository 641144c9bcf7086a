import { ConsumerError, type StartPoint } from '@polylog/core/driver';
import {
  type ClientCallOptions,
  type Listing,
  type Moment,
  momentMs,
  type SendOptions,
  wholePage,
} from '@polylog/driver-kit';
import { createOffsetReader, offsetIn } from '../offset-reader.js';
import { createPlaces, offsetStart, placesGroupFor } from '../places.js';
import type { TopicPartition } from '../wire/logset-ref.js';
import { groupName, topicIdText } from '../wire/names.js';
import { describeConsumerOffsets, type OffsetStart, type PartitionOffset } from '../wire/offsets.js';
import { partitionId } from '../wire/partition-id.js';
import { describePartitions } from '../wire/partitions.js';
import type { ClsCalls } from './cls-calls.js';
import { invalid, type LogsetRequest, logsetIn, type PartitionRequest, partitionIn, topicIn } from './requests.js';

/**
 * A place in a partition: the oldest log group kept, the place after the newest, or the first log group received at or after a
 * time (whole seconds, rounded down).
 */
export type OffsetPlace = 'begin' | 'end' | Moment;

export interface OffsetsRequest extends LogsetRequest {
  readonly at: OffsetPlace;
  /** Of this topic alone; may be left out where a group is named, then it is of all the group's topics. */
  readonly topicId?: string;
  /**
   * In whose name the service is asked (`OffsetType` 1): a group over the topics. Absent: in that of a group of ours, which is
   * made if it is missing and never has checkpoints, `polylog-places-` and eight digits.
   */
  readonly group?: string;
  /** Where the group has committed an offset, that one instead; which of the two it is, is not told. @defaultValue false */
  readonly committedFirst?: boolean;
}

/** Offsets: numbers of 64 bits that say where to read next. What one counts the service does not document. */
export interface Offsets {
  get(request: PartitionRequest & Omit<OffsetsRequest, 'committedFirst'>, options?: ClientCallOptions): Promise<bigint>;
  /** Of all partitions, read-only ones included. */
  list(request: OffsetsRequest, options?: ClientCallOptions): Listing<PartitionOffset>;
}

export function createOffsets(calls: ClsCalls): Offsets {
  const { connection, call } = calls;
  return {
    get: (request, options) =>
      call('offsets.get', options, async (o) => {
        const { logsetId } = logsetIn(request);
        const partition = partitionIn(request);
        const from = offsetStart(startPointOf(request.at, 'at'));
        if (request.group === undefined) return offsetAt(calls, { logsetId, ...partition }, from, o);
        const group = groupName(request.group, 'group');
        const found = await describeConsumerOffsets(
          connection,
          { logsetId, group, from, ...partition, kind: 'listed' },
          o,
        );
        return offsetOf(new Map(found.map((each) => [partitionId(each), each.offset])), partition);
      }),
    list: (request, options) =>
      calls.list('offsets.list', options, 0, async (_, o) => wholePage(await listOffsets(calls, request, o))),
  };
}

async function listOffsets(
  calls: ClsCalls,
  request: OffsetsRequest,
  o: SendOptions,
): Promise<readonly PartitionOffset[]> {
  const { connection } = calls;
  const { logsetId } = logsetIn(request);
  const from = offsetStart(startPointOf(request.at, 'at'));
  const { group, committedFirst = false } = request;
  if (group !== undefined) {
    const topicId = request.topicId === undefined ? undefined : topicIdText(request.topicId, 'topicId');
    const kind = committedFirst ? 'fetched' : 'listed';
    const name = groupName(group, 'group');
    return await describeConsumerOffsets(connection, { logsetId, group: name, from, topicId, kind }, o);
  }
  if (committedFirst) throw invalid('committedFirst needs a group, whose offsets it is about.');
  const { topicId } = topicIn({ topicId: request.topicId as string });
  const ranges = await describePartitions(connection, topicId, o);
  const partitions = ranges.map(({ id }) => ({ topicId, partition: id }));
  const found = await placesOf(calls, logsetId, topicId)(partitions, from, o);
  return partitions.map((each) => ({ ...each, offset: offsetOf(found, each) }));
}

/** A place in one partition, asked for in the name of our own group. */
export async function offsetAt(
  calls: ClsCalls,
  { logsetId, topicId, partition }: LogsetRequest & TopicPartition,
  from: OffsetStart,
  o: SendOptions,
): Promise<bigint> {
  const one = { topicId, partition };
  return offsetOf(await placesOf(calls, logsetId, topicId)([one], from, o), one);
}

function placesOf({ connection }: ClsCalls, logsetId: string, topicId: string): ReturnType<typeof createPlaces> {
  const topicIds = [topicId];
  const readOffsets = createOffsetReader(connection);
  return createPlaces({ connection, readOffsets, logsetId, topicIds, group: placesGroupFor(topicIds) });
}

function offsetOf(found: ReadonlyMap<string, bigint | 'none'>, partition: TopicPartition): bigint {
  const id = partitionId(partition);
  const offset = offsetIn(found, id);
  if (typeof offset === 'bigint' && offset >= 0n) return offset;
  throw new ConsumerError('unavailable', `DescribeConsumerOffsets told no place in partition ${id}.`, {
    partition: id,
  });
}

/** A place in the service's words, in those of the driver. `name` is that of the argument, for messages. */
export function startPointOf(place: OffsetPlace, name: string): StartPoint {
  if (place === 'begin') return 'earliest';
  if (place === 'end') return 'latest';
  if (typeof place === 'object' && place !== null) return { epochMs: momentMs(place, name) };
  throw invalid(`${name} is none of "begin", "end", a Date and { epochMs }.`);
}
