import { type CallOptions, ConsumerError, type GroupDifference, type GroupSpec } from '@polylog/core/driver';
import { isServiceError } from '@polylog/driver-kit';
import type { ClsConnection } from './wire/connection.js';
import {
  type ConsumerGroup,
  type ConsumerGroupList,
  createConsumerGroup,
  describeConsumerGroups,
  modifyConsumerGroup,
  sessionTimeoutMsOf,
} from './wire/consumer-groups.js';
import type { LogsetRef } from './wire/logset-ref.js';

/** What a driver reads. */
export interface ClsLog extends LogsetRef {
  readonly topicIds: readonly string[];
}

/** A group as it is in force after the join. */
export interface JoinedGroup {
  readonly sessionTimeoutMs: number;
  readonly differences: readonly GroupDifference[];
  /** The service's time, where it told it. */
  readonly servedAtMs: number | undefined;
}

/**
 * Finds the group or creates it. What an existing group has stays in force unless the spec says to update it: the
 * official libraries overwrite each other's at every start.
 */
export async function joinGroup(
  connection: ClsConnection,
  log: ClsLog,
  spec: GroupSpec,
  o: CallOptions,
): Promise<JoinedGroup> {
  const list = await describeConsumerGroups(connection, { logsetId: log.logsetId }, o);
  const existing = find(list, spec);
  if (existing !== undefined) return settle(connection, log, spec, existing, list.servedAtMs, o);
  if (spec.create === 'never') {
    throw new ConsumerError(
      'not-found',
      `the group ${JSON.stringify(spec.group)} does not exist in logset ${log.logsetId}, and create is "never". Create it, or allow "if-missing".`,
    );
  }
  const settings = settingsOf(log, spec);
  try {
    const servedAtMs = await createConsumerGroup(connection, { logsetId: log.logsetId, settings }, o);
    return {
      sessionTimeoutMs: settings.timeoutSeconds * 1000,
      differences: [],
      servedAtMs: servedAtMs ?? list.servedAtMs,
    };
  } catch (error) {
    if (!isServiceError(error)) throw error;
    // With which code "exists" is refused is not documented. If there is one now, another member was faster, and its
    // values are in force.
    const again = await describeConsumerGroups(connection, { logsetId: log.logsetId }, o);
    const created = find(again, spec);
    if (created === undefined) throw error;
    return settle(connection, log, spec, created, again.servedAtMs, o);
  }
}

async function settle(
  connection: ClsConnection,
  log: ClsLog,
  spec: GroupSpec,
  existing: ConsumerGroup,
  servedAtMs: number | undefined,
  o: CallOptions,
): Promise<JoinedGroup> {
  const isSameLog = sameIds(log.topicIds, existing.topicIds);
  const settings = settingsOf(log, spec);
  const differs = !isSameLog || existing.timeoutSeconds !== settings.timeoutSeconds;
  if (differs && spec.update === 'if-different') {
    await modifyConsumerGroup(connection, { logsetId: log.logsetId, settings }, o);
    return { sessionTimeoutMs: settings.timeoutSeconds * 1000, differences: [], servedAtMs };
  }
  if (!isSameLog) throw otherTopics(log, spec, existing);
  const sessionTimeoutMs = sessionTimeoutMsOf(existing);
  const difference = {
    setting: 'sessionTimeoutMs',
    wanted: String(spec.sessionTimeoutMs),
    inForce: String(sessionTimeoutMs),
  } as const;
  return { sessionTimeoutMs, differences: differs ? [difference] : [], servedAtMs };
}

/** Its offsets are of those topics, and its members are given partitions of them. */
function otherTopics(log: ClsLog, spec: GroupSpec, existing: ConsumerGroup): ConsumerError {
  return new ConsumerError(
    'invalid-argument',
    `the group ${JSON.stringify(spec.group)} is over the topics ${existing.topicIds.join(', ') || '(none)'}, and topicIds is ${log.topicIds.join(', ')}. Name the same topics, take another group, or set update: "if-different" to change it for all members.`,
  );
}

function settingsOf({ topicIds }: ClsLog, { group, sessionTimeoutMs }: GroupSpec): ConsumerGroup {
  // The service counts whole seconds.
  return { name: group, timeoutSeconds: Math.max(1, Math.ceil(sessionTimeoutMs / 1000)), topicIds };
}

function find({ groups }: ConsumerGroupList, spec: GroupSpec): ConsumerGroup | undefined {
  return groups.find(({ name }) => name === spec.group);
}

function sameIds(some: readonly string[], others: readonly string[]): boolean {
  return new Set(some).size === new Set(others).size && some.every((id) => others.includes(id));
}
