import { corrupt, integerOf, listOf, objectOf, serviceTimeMs, textOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type GroupRef, groupPath, type LogstoreRef, logstorePath } from './logstore-ref.js';
import { jsonBody, send } from './send.js';

export interface ConsumerGroup {
  readonly name: string;
  /** A member without a heartbeat for that long loses its shards. */
  readonly timeoutSeconds: number;
  /** Whether children of a split or merge wait for their parents. */
  readonly inOrder: boolean;
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
  throw corrupt('ListConsumerGroup', `a timeout of ${timeoutSeconds} seconds`);
}

/** ListConsumerGroup; the answer is a bare list. */
export async function listConsumerGroups(
  connection: SlsConnection,
  ref: LogstoreRef,
  o: SendOptions,
): Promise<ConsumerGroupList> {
  const call = 'ListConsumerGroup';
  const path = `${logstorePath(ref)}/consumergroups`;
  const response = await send(connection, { call, method: 'GET', project: ref.project, path }, o);
  const groups = listOf(call, jsonOf(call, response)).map((entry) => {
    const group = objectOf(call, entry);
    return {
      name: textOf(call, group, 'name'),
      timeoutSeconds: integerOf(call, group, 'timeout'),
      inOrder: group.order === true,
    };
  });
  return { groups, servedAtMs: serviceTimeMs(response.headers) };
}

/** CreateConsumerGroup; one that exists is `ConsumerGroupAlreadyExist`. Answers the service's time. */
export async function createConsumerGroup(
  connection: SlsConnection,
  ref: LogstoreRef & { readonly settings: ConsumerGroup },
  o: SendOptions,
): Promise<number | undefined> {
  const { name, timeoutSeconds, inOrder } = ref.settings;
  const path = `${logstorePath(ref)}/consumergroups`;
  const body = jsonBody({ consumerGroup: name, timeout: timeoutSeconds, order: inOrder });
  const response = await send(
    connection,
    { call: 'CreateConsumerGroup', method: 'POST', project: ref.project, path, ...body },
    o,
  );
  return serviceTimeMs(response.headers);
}

/** UpdateConsumerGroup; the values are in force for all members, and what is left out stays as it is. At least one is needed. */
export async function updateConsumerGroup(
  connection: SlsConnection,
  ref: LogstoreRef & { readonly settings: Pick<ConsumerGroup, 'name'> & Partial<ConsumerGroup> },
  o: SendOptions,
): Promise<void> {
  const { name, timeoutSeconds, inOrder } = ref.settings;
  const path = groupPath({ ...ref, group: name });
  const body = jsonBody({ timeout: timeoutSeconds, order: inOrder });
  await send(connection, { call: 'UpdateConsumerGroup', method: 'PUT', project: ref.project, path, ...body }, o);
}

/** DeleteConsumerGroup; its checkpoints go with it. */
export async function deleteConsumerGroup(connection: SlsConnection, ref: GroupRef, o: SendOptions): Promise<void> {
  await send(
    connection,
    { call: 'DeleteConsumerGroup', method: 'DELETE', project: ref.project, path: groupPath(ref) },
    o,
  );
}
