import { corrupt, integerOf, jsonIn, objectOf, serviceTimeMs, textOf } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { listOrNone } from './json-bodies.js';
import { requestIdOf } from './request-id.js';
import { sendRequest } from './send-request.js';
import { type GroupRef, type StreamRef, streamPath } from './stream-ref.js';

export interface ConsumerGroup {
  readonly name: string;
  /** A member that is not heard of for so long loses its shards. */
  readonly timeoutSeconds: number;
}

/** ListConsumerGroup, on the gateway: all groups of the log stream. */
export async function listConsumerGroups(
  connection: LtsConnection,
  ref: StreamRef,
  o: SendOptions,
): Promise<readonly ConsumerGroup[]> {
  const call = 'ListConsumerGroup';
  const request = { call, face: 'gateway', method: 'GET', projectId: ref.projectId, path: groupsPath(ref) } as const;
  const { body, headers } = await sendRequest(connection, request, o);
  return listOrNone(call, jsonIn(call, body, requestIdOf(headers))).map((entry) => groupOf(call, entry));
}

/** CreateConsumerGroup, on the gateway. Answers the service's time; with which code "exists" is refused is not published. */
export async function createConsumerGroup(
  connection: LtsConnection,
  { group, ...ref }: StreamRef & { readonly group: ConsumerGroup },
  o: SendOptions,
): Promise<number | undefined> {
  const { projectId } = ref;
  const body = Buffer.from(JSON.stringify({ consumer_group_name: group.name, timeout: group.timeoutSeconds }));
  const request = { call: 'CreateConsumerGroup', face: 'gateway', method: 'POST', projectId, body } as const;
  const { headers } = await sendRequest(connection, { ...request, path: groupsPath(ref) }, o);
  return serviceTimeMs(headers);
}

/** DeleteConsumerGroup, on the gateway; its checkpoints go with it. */
export async function deleteConsumerGroup(connection: LtsConnection, ref: GroupRef, o: SendOptions): Promise<void> {
  const request = { call: 'DeleteConsumerGroup', face: 'gateway', method: 'DELETE', projectId: ref.projectId } as const;
  await sendRequest(connection, { ...request, path: `${groupsPath(ref)}/${ref.group}` }, o);
}

function groupsPath(ref: StreamRef): string {
  return `${streamPath('v1.0', ref)}/consumer-groups`;
}

function groupOf(call: string, entry: unknown): ConsumerGroup {
  const found = objectOf(call, entry);
  const timeoutSeconds = integerOf(call, found, 'timeout');
  // A session without a length would be over before it began.
  if (timeoutSeconds === 0) throw corrupt(call, 'a timeout of 0 seconds');
  return { name: textOf(call, found, 'consumer_group_name'), timeoutSeconds };
}
