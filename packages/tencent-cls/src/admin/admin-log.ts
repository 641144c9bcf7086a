import {
  type CallOptions,
  type Clock,
  ConsumerError,
  type LogDriver,
  type Partition,
  systemClock,
} from '@polylog/core/driver';
import { partitionsOf } from '@polylog/driver-kit';
import type { ClsLog } from '../join-group.js';
import { createOffsetReader, type OffsetReader } from '../offset-reader.js';
import { createLocator, createPlaces, type Places, placesGroupFor } from '../places.js';
import type { ClsApi } from '../wire/connection.js';
import { type ConsumerGroup, describeConsumerGroups } from '../wire/consumer-groups.js';
import { partitionId } from '../wire/partition-id.js';
import { describePartitions } from '../wire/partitions.js';

/** What every call of the admin needs: which topics, how to ask about them, and in whose name places are asked for. */
export interface AdminLog extends ClsLog {
  readonly api: ClsApi;
  readonly readOffsets: OffsetReader;
  readonly places: Places;
  readonly locate: LogDriver['locate'];
  readonly placesGroup: string;
}

export interface AdminLogSettings extends ClsLog {
  /** In whose name places are asked for, as `placesGroup` of `clsDriver` says. */
  readonly placesGroup?: string | undefined;
  readonly clock?: Clock | undefined;
}

export function createAdminLog(api: ClsApi, settings: AdminLogSettings): AdminLog {
  const { logsetId, topicIds, placesGroup = placesGroupFor(topicIds), clock = systemClock } = settings;
  const readOffsets = createOffsetReader(api);
  const places = createPlaces({ connection: api, readOffsets, logsetId, topicIds, group: placesGroup });
  const locate = createLocator(places, readOffsets, clock);
  return { api, logsetId, topicIds, placesGroup, readOffsets, places, locate };
}

/**
 * A group over at least one of the topics. Looked up before anything is asked about it: with which code the service says
 * that there is none is not documented.
 */
export async function findGroup(log: AdminLog, name: string, o: CallOptions): Promise<ConsumerGroup> {
  const { groups } = await describeConsumerGroups(log.api, log, o);
  const found = groups.find((group) => group.name === name);
  if (found !== undefined) return found;
  throw new ConsumerError(
    'not-found',
    `the group ${JSON.stringify(name)} does not exist over ${log.topicIds.join(', ')} in logset ${log.logsetId}. Check its name, or create it.`,
  );
}

/** The partitions of the topics that a group reads, as far as the admin is for them, read-only ones included. */
export async function partitionsOfGroup(
  log: AdminLog,
  group: ConsumerGroup,
  o: CallOptions,
): Promise<readonly Partition[]> {
  const topics = log.topicIds.filter((topicId) => group.topicIds.includes(topicId));
  const lists = await Promise.all(
    topics.map(async (topicId) =>
      partitionsOf(await describePartitions(log.api, topicId, o), topicId, (partition) =>
        partitionId({ topicId, partition }),
      ),
    ),
  );
  return lists.flat();
}
