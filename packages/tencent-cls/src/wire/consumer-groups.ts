import { corrupt, integerOf, listOf, objectOf, textOf } from '@polylog/driver-kit';
import type { ClsApi, SendOptions } from './connection.js';
import type { GroupRef, LogsetRef } from './logset-ref.js';

export interface ConsumerGroup {
  readonly name: string;
  /** A member without a heartbeat for that long loses its partitions. */
  readonly timeoutSeconds: number;
  readonly topicIds: readonly string[];
}

export interface ConsumerGroupList {
  readonly groups: readonly ConsumerGroup[];
  /** The service's time when it answered, epoch milliseconds; absent where it told none. */
  readonly servedAtMs: number | undefined;
}

/** The session of a group that is in force, in milliseconds. One without a length would be over before it began: `corrupt-data`. */
export function sessionTimeoutMsOf({ timeoutSeconds }: ConsumerGroup): number {
  const sessionTimeoutMs = timeoutSeconds * 1000;
  if (sessionTimeoutMs > 0 && Number.isSafeInteger(sessionTimeoutMs)) return sessionTimeoutMs;
  throw corrupt('DescribeConsumerGroups', `a Timeout of ${timeoutSeconds} seconds`);
}

/** DescribeConsumerGroups: all groups of the logset, or those over any of the topics. */
export async function describeConsumerGroups(
  connection: ClsApi,
  { logsetId, topicIds }: LogsetRef & { readonly topicIds?: readonly string[] },
  o: SendOptions,
): Promise<ConsumerGroupList> {
  const call = 'DescribeConsumerGroups';
  const parameters = { LogsetId: logsetId, ...(topicIds === undefined ? {} : { Topics: topicIds }) };
  const { response, servedAtMs } = await connection.sendApi(call, parameters, o);
  const groups = listOf(call, response.ConsumerGroupsInfo ?? []).map((entry) => {
    const group = objectOf(call, entry);
    return {
      name: textOf(call, group, 'ConsumerGroup'),
      timeoutSeconds: integerOf(call, group, 'Timeout'),
      topicIds: listOf(call, group.Topics ?? []).map((topicId) => textOf(call, { topicId }, 'topicId')),
    };
  });
  return { groups, servedAtMs };
}

/** CreateConsumerGroup. Which code says that there is one already is not documented. Answers the service's time. */
export async function createConsumerGroup(
  connection: ClsApi,
  request: LogsetRef & { readonly settings: ConsumerGroup },
  o: SendOptions,
): Promise<number | undefined> {
  const { servedAtMs } = await connection.sendApi('CreateConsumerGroup', settingsOf(request), o);
  return servedAtMs;
}

/** ModifyConsumerGroup: replaces timeout and topics, for all members. */
export async function modifyConsumerGroup(
  connection: ClsApi,
  request: LogsetRef & { readonly settings: ConsumerGroup },
  o: SendOptions,
): Promise<void> {
  await connection.sendApi('ModifyConsumerGroup', settingsOf(request), o);
}

/** DeleteConsumerGroup; its offsets go with it. */
export async function deleteConsumerGroup(connection: ClsApi, ref: GroupRef, o: SendOptions): Promise<void> {
  await connection.sendApi('DeleteConsumerGroup', { LogsetId: ref.logsetId, ConsumerGroup: ref.group }, o);
}

function settingsOf({ logsetId, settings }: LogsetRef & { readonly settings: ConsumerGroup }): {
  readonly [name: string]: unknown;
} {
  return {
    ConsumerGroup: settings.name,
    Timeout: settings.timeoutSeconds,
    Topics: settings.topicIds,
    LogsetId: logsetId,
  };
}
