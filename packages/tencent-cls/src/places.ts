import { createHash } from 'node:crypto';
import {
  type CallOptions,
  type Clock,
  ConsumerError,
  type Failure,
  type LogDriver,
  type Partition,
  type Position,
  type StartPoint,
} from '@polylog/core/driver';
import { isRefusal, mapBounded, positionOf } from '@polylog/driver-kit';
import { classify } from './classify.js';
import { createKeptParts } from './kept-parts.js';
import { type OffsetReader, type OffsetsById, offsetIn } from './offset-reader.js';
import type { ClsApi } from './wire/connection.js';
import { createConsumerGroup } from './wire/consumer-groups.js';
import type { LogsetRef, TopicPartition } from './wire/logset-ref.js';
import type { OffsetStart } from './wire/offsets.js';
import { partitionOf } from './wire/partition-id.js';

/** Where times, beginnings and ends lie in partitions. */
export type Places = (partitions: readonly TopicPartition[], from: OffsetStart, o: CallOptions) => Promise<OffsetsById>;

export interface PlacesSettings extends LogsetRef {
  readonly connection: ClsApi;
  readonly readOffsets: OffsetReader;
  readonly topicIds: readonly string[];
  /** In whose name is asked. */
  readonly group: string;
}

/** The session of a group that never has members; any will do. */
const TIMEOUT_SECONDS = 60;

/**
 * The service tells places only to a group, and only where that group has committed nothing. (`OffsetType` 1, a later
 * addition, is said to pass over what was committed; nobody has seen it, and a service that took no notice of it would
 * have us end a bounded run at a checkpoint, silently.) So the question is asked in the name of a group of its own, which
 * never commits. It is made when it is missing.
 */
export function createPlaces({ connection, readOffsets, logsetId, topicIds, group }: PlacesSettings): Places {
  const create = async (o: CallOptions): Promise<void> => {
    const settings = { name: group, timeoutSeconds: TIMEOUT_SECONDS, topicIds };
    try {
      await createConsumerGroup(connection, { logsetId, settings }, o);
    } catch (error) {
      const { code } = classify(error);
      if (code === 'permission-denied') throw notCreated(group, error);
      // There may be one by now: if not, the next question says what is missing.
      if (!isRefusal(error) || !isAboutGroup(code)) throw error;
    }
  };

  return async (partitions, from, o) => {
    const ask = (): Promise<OffsetsById> => readOffsets.read({ logsetId, group, partitions, from }, o);
    try {
      return await ask();
    } catch (error) {
      if (!isRefusal(error) || !isAboutGroup(classify(error).code)) throw error;
      await create(o);
      return await ask();
    }
  };
}

const PARTS_AT_ONCE = 8;
/** So long it may take to learn of many places, a few calls a second. */
const KEPT_MS = 60_000;

/** The place of a start point in each of the partitions: one call for all, where the service answers for all. */
export function createLocator(places: Places, { partsOf }: OffsetReader, clock: Clock): LogDriver['locate'] {
  const kept = createKeptParts<OffsetsById>(clock, KEPT_MS);

  return async (partitions, start, o) => {
    const from = offsetStart(start);
    const parts = partsOf(partitions.map(({ id }) => partitionOf(id))).map((part) => ({
      part,
      key: JSON.stringify([from, part]),
    }));
    const answers = await mapBounded(parts, PARTS_AT_ONCE, ({ part, key }) =>
      kept.of(key, () => places(part, from, o)),
    );
    kept.forget(parts.map(({ key }) => key));
    const offsets = new Map(answers.flatMap((answer) => [...answer]));
    return new Map(partitions.map(({ id }) => [id, placeIn(offsets, id)]));
  };
}

export async function locateOne(
  places: Places,
  { id }: Partition,
  start: StartPoint,
  o: CallOptions,
): Promise<Position> {
  return placeIn(await places([partitionOf(id)], offsetStart(start), o), id);
}

function placeIn(offsets: OffsetsById, id: string): Position {
  const offset = offsetIn(offsets, id);
  if (offset !== 'none') return positionOf(offset);
  throw new ConsumerError('unavailable', `DescribeConsumerOffsets told no place in partition ${id}.`, {
    partition: id,
  });
}

/** What an unknown group, or one that exists already, may be refused as: the codes are not documented. */
function isAboutGroup(code: Failure['code']): boolean {
  return code === 'not-found' || code === 'invalid-argument' || code === 'unknown';
}

/** How the names of the groups begin in whose name places are asked for, of whatever topics. */
const PLACES_GROUPS = 'polylog-places-';

/** Whether a group is for places: the one that is named for that, or one of those that are made where none is named. */
export function isPlacesGroup(group: string, placesGroup?: string): boolean {
  return group === placesGroup || group.startsWith(PLACES_GROUPS);
}

/** It answers for places only as long as it has no checkpoints, and for its own topics: whoever asks next would be misled. */
export function refusePlacesGroup(group: string, placesGroup?: string): void {
  if (!isPlacesGroup(group, placesGroup)) return;
  throw new ConsumerError(
    'invalid-argument',
    `the group ${JSON.stringify(group)} is one in whose name places are asked for: "placesGroup", or a name that begins with "${PLACES_GROUPS}". It must not have checkpoints, nor other topics. Take another.`,
  );
}

/** One for each set of topics: a group tells the places of its own topics only. */
export function placesGroupFor(topicIds: readonly string[]): string {
  const digits = createHash('sha256')
    .update([...topicIds].sort().join(' '))
    .digest('hex');
  return `${PLACES_GROUPS}${digits.slice(0, 8)}`;
}

function notCreated(group: string, cause: unknown): ConsumerError {
  return new ConsumerError(
    'permission-denied',
    `the group ${JSON.stringify(group)}, in whose name places are asked for, does not exist, and these keys may not create it. Create it over the same topics, or name another one in "placesGroup".`,
    { cause },
  );
}

/** Down to the second, so that nothing is missed. */
export function offsetStart(start: StartPoint): OffsetStart {
  if (start === 'earliest') return 'begin';
  if (start === 'latest') return 'end';
  return { epochSeconds: Math.max(0, Math.floor(start.epochMs / 1000)) };
}

/** Where reading ends, excluded: up to the second, so that nothing is missed. */
export function offsetEnd(end: StartPoint): OffsetStart {
  if (typeof end === 'string') return offsetStart(end);
  return offsetStart({ epochMs: Math.ceil(end.epochMs / 1000) * 1000 });
}
