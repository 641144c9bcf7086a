import { epochMsOf, int64Of, integerOf, type JsonObject, objectOf, textOf } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { jsonBody, jsonOf, listOrNone } from './json-bodies.js';
import { type LogGroupRef, logGroupPath } from './log-groups.js';
import { type LtsRequest, sendRequest } from './send-request.js';
import type { StreamRef } from './stream-ref.js';
import { type Tags, tagList, tagsIn } from './tags.js';

/** A log stream, as the service describes it. */
export interface LogStream {
  readonly logStreamId: string;
  readonly name: string;
  /** Absent where the service does not tell, as in the list of one log group. */
  readonly logGroupId?: string;
  /** How long logs are kept; absent where the service does not tell. */
  readonly ttlDays?: number;
  readonly createdAtMs: number;
  readonly tags: Tags;
  /** Absent where it has none. */
  readonly alias?: string;
}

/** What a log stream is created with. */
export interface LogStreamSettings {
  /** 1 to 365. @defaultValue that of its log group */
  readonly ttlDays?: number | undefined;
  readonly tags?: Tags | undefined;
  readonly alias?: string | undefined;
}

/** CreateLogStream. Answers its id. */
export async function createLogStream(
  connection: LtsConnection,
  request: LogGroupRef & { readonly name: string } & LogStreamSettings,
  o: SendOptions,
): Promise<string> {
  const call = 'CreateLogStream';
  const { projectId, name, ttlDays, tags, alias } = request;
  const body = jsonBody({
    log_stream_name: name,
    ttl_in_days: ttlDays,
    tags: tagList(tags),
    log_stream_name_alias: alias,
  });
  const path = `${logGroupPath(request)}/streams`;
  const response = await sendRequest(connection, { call, face: 'gateway', method: 'POST', projectId, path, body }, o);
  return textOf(call, objectOf(call, jsonOf(call, response)), 'log_stream_id');
}

/** ListLogStream: all of one log group, in one answer. */
export async function listLogStream(
  connection: LtsConnection,
  ref: LogGroupRef,
  o: SendOptions,
): Promise<readonly LogStream[]> {
  const { projectId } = ref;
  const path = `${logGroupPath(ref)}/streams`;
  return await listed(connection, { call: 'ListLogStream', face: 'gateway', method: 'GET', projectId, path }, o);
}

/** ListLogStreams: of the whole project, or those of these names. */
export async function listLogStreams(
  connection: LtsConnection,
  request: {
    readonly projectId: string;
    readonly logGroupName?: string | undefined;
    readonly logStreamName?: string | undefined;
  },
  o: SendOptions,
): Promise<readonly LogStream[]> {
  const { projectId, logGroupName, logStreamName } = request;
  const path = `/v2/${projectId}/log-streams`;
  const query = [
    ...(logGroupName === undefined ? [] : [['log_group_name', logGroupName] as const]),
    ...(logStreamName === undefined ? [] : [['log_stream_name', logStreamName] as const]),
  ];
  return await listed(
    connection,
    { call: 'ListLogStreams', face: 'gateway', method: 'GET', projectId, path, query },
    o,
  );
}

/** UpdateLogStream: the days are needed; tags that are left out are not sent. */
export async function updateLogStream(
  connection: LtsConnection,
  request: StreamRef & { readonly ttlDays: number; readonly tags?: Tags | undefined },
  o: SendOptions,
): Promise<void> {
  const { projectId, logStreamId, ttlDays, tags } = request;
  const body = jsonBody({ ttl_in_days: ttlDays, tags: tagList(tags) });
  const path = `${logGroupPath(request)}/streams-ttl/${logStreamId}`;
  await sendRequest(connection, { call: 'UpdateLogStream', face: 'gateway', method: 'PUT', projectId, path, body }, o);
}

/** DeleteLogStream. */
export async function deleteLogStream(connection: LtsConnection, ref: StreamRef, o: SendOptions): Promise<void> {
  const { projectId, logStreamId } = ref;
  const path = `${logGroupPath(ref)}/streams/${logStreamId}`;
  await sendRequest(connection, { call: 'DeleteLogStream', face: 'gateway', method: 'DELETE', projectId, path }, o);
}

async function listed(connection: LtsConnection, request: LtsRequest, o: SendOptions): Promise<readonly LogStream[]> {
  const { call } = request;
  const answer = objectOf(call, jsonOf(call, await sendRequest(connection, request, o)));
  return listOrNone(call, answer.log_streams).map((entry) => logStreamIn(call, objectOf(call, entry)));
}

function logStreamIn(call: string, object: JsonObject): LogStream {
  const { log_group_id: logGroupId, log_stream_name_alias: alias, ttl_in_days: ttlDays } = object;
  return {
    logStreamId: textOf(call, object, 'log_stream_id'),
    name: textOf(call, object, 'log_stream_name'),
    ...(typeof logGroupId === 'string' && { logGroupId }),
    ...(ttlDays !== undefined && ttlDays !== null && { ttlDays: integerOf(call, object, 'ttl_in_days') }),
    createdAtMs: epochMsOf(int64Of(call, object, 'creation_time')),
    tags: tagsIn(object),
    ...(typeof alias === 'string' && alias !== '' && { alias }),
  };
}
