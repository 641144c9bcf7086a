import {
  type CallOptions,
  ConsumerError,
  type GroupChanges,
  type GroupDescription,
  type GroupInfo,
  type NewGroup,
} from '@polylog/core/driver';
import { isRefusal } from '@polylog/driver-kit';
import { LONGEST_SESSION_MS } from '../limits.js';
import { isPlacesGroup, refusePlacesGroup } from '../places.js';
import {
  type ConsumerGroup,
  createConsumerGroup,
  deleteConsumerGroup,
  describeConsumerGroups,
  modifyConsumerGroup,
} from '../wire/consumer-groups.js';
import { groupName } from '../wire/names.js';
import { type AdminLog, findGroup } from './admin-log.js';

/** Without those in whose name places are asked for: they have neither members nor checkpoints. */
export async function listGroups(log: AdminLog, o: CallOptions): Promise<readonly GroupInfo[]> {
  const { groups } = await describeConsumerGroups(log.api, log, o);
  return groups.filter(({ name }) => !isPlacesGroup(name, log.placesGroup)).map(infoOf);
}

/** The service tells neither members nor who saved what. */
export async function describeGroup(log: AdminLog, name: string, o: CallOptions): Promise<GroupDescription> {
  return { ...infoOf(await findGroup(log, name, o)), activity: { kind: 'unknown', savedLately: [] } };
}

export async function createGroup(log: AdminLog, group: NewGroup, o: CallOptions): Promise<void> {
  refuseLineage(group.order);
  refusePlacesGroup(group.name, log.placesGroup);
  const settings = {
    name: groupName(group.name, 'name'),
    timeoutSeconds: secondsOf(group.sessionTimeoutMs),
    topicIds: topicsOf(log, group.streams),
  };
  try {
    await createConsumerGroup(log.api, { logsetId: log.logsetId, settings }, o);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // With which code "exists" is refused is not documented.
    const { groups } = await describeConsumerGroups(log.api, { logsetId: log.logsetId }, o);
    const existing = groups.find(({ name }) => name === settings.name);
    if (existing === undefined) throw error;
    throw new ConsumerError(
      'invalid-argument',
      `there is a group ${JSON.stringify(settings.name)} in logset ${log.logsetId} already, over ${existing.topicIds.join(', ')}. Take another name, or update it.`,
      { cause: error },
    );
  }
}

/** The service replaces timeout and topics together, so what was not named is written as it is. */
export async function updateGroup(log: AdminLog, name: string, changes: GroupChanges, o: CallOptions): Promise<void> {
  const { sessionTimeoutMs, order, streams } = changes;
  refuseLineage(order);
  refusePlacesGroup(name, log.placesGroup);
  const existing = await findGroup(log, name, o);
  const settings = {
    name,
    timeoutSeconds: sessionTimeoutMs === undefined ? existing.timeoutSeconds : secondsOf(sessionTimeoutMs),
    topicIds: streams === undefined ? existing.topicIds : topicsOf(log, streams),
  };
  await modifyConsumerGroup(log.api, { logsetId: log.logsetId, settings }, o);
}

export async function deleteGroup(log: AdminLog, name: string, o: CallOptions): Promise<void> {
  await findGroup(log, name, o);
  await deleteConsumerGroup(log.api, { logsetId: log.logsetId, group: name }, o);
}

function infoOf({ name, timeoutSeconds, topicIds }: ConsumerGroup): GroupInfo {
  return { name, sessionTimeoutMs: timeoutSeconds * 1000, order: 'partition', streams: topicIds };
}

/** The service counts whole seconds; up, so that no member has less time than was asked for. */
function secondsOf(sessionTimeoutMs: number): number {
  if (sessionTimeoutMs <= LONGEST_SESSION_MS) return Math.ceil(sessionTimeoutMs / 1000);
  throw new ConsumerError(
    'invalid-argument',
    `sessionTimeoutMs is ${sessionTimeoutMs}; allowed: up to ${LONGEST_SESSION_MS}, an hour.`,
  );
}

function topicsOf(log: AdminLog, streams: readonly string[] = log.topicIds): readonly string[] {
  if (streams.length > 0 && streams.every((topicId) => log.topicIds.includes(topicId))) return streams;
  throw new ConsumerError(
    'invalid-argument',
    `streams is ${JSON.stringify(streams)}; allowed: one or more of the topics that this admin was opened for, ${log.topicIds.join(', ')}.`,
  );
}

function refuseLineage(order: NewGroup['order']): void {
  if (order !== 'lineage') return;
  throw new ConsumerError(
    'unsupported',
    `order is "lineage", which CLS cannot promise a group: it deals the partitions that a split brings before the old one is read. Leave order out.`,
  );
}
