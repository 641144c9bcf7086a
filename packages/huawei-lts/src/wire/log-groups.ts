import { epochMsOf, int64Of, integerOf, type JsonObject, objectOf, textOf } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { jsonBody, jsonOf, listOrNone } from './json-bodies.js';
import { sendRequest } from './send-request.js';
import { type Tags, tagList, tagsIn } from './tags.js';

/** A log group, as the service describes it. */
export interface LogGroup {
  readonly logGroupId: string;
  readonly name: string;
  /** How long logs are kept. */
  readonly ttlDays: number;
  readonly createdAtMs: number;
  readonly tags: Tags;
  /** Absent where it has none. */
  readonly alias?: string;
}

/** What a log group is created with. */
export interface LogGroupSettings {
  /** 1 to 365. @defaultValue 30 */
  readonly ttlDays?: number | undefined;
  readonly tags?: Tags | undefined;
  readonly alias?: string | undefined;
}

/** CreateLogGroup. Answers its id. */
export async function createLogGroup(
  connection: LtsConnection,
  request: { readonly projectId: string; readonly name: string } & LogGroupSettings,
  o: SendOptions,
): Promise<string> {
  const call = 'CreateLogGroup';
  const { projectId, name, ttlDays = STANDARD_TTL_DAYS, tags, alias } = request;
  const body = jsonBody({
    log_group_name: name,
    ttl_in_days: ttlDays,
    tags: tagList(tags),
    log_group_name_alias: alias,
  });
  const path = groupsPath(projectId);
  const response = await sendRequest(connection, { call, face: 'gateway', method: 'POST', projectId, path, body }, o);
  return textOf(call, objectOf(call, jsonOf(call, response)), 'log_group_id');
}

/** ListLogGroups: all of the project, in one answer. */
export async function listLogGroups(
  connection: LtsConnection,
  { projectId }: { readonly projectId: string },
  o: SendOptions,
): Promise<readonly LogGroup[]> {
  const call = 'ListLogGroups';
  const path = groupsPath(projectId);
  const response = await sendRequest(connection, { call, face: 'gateway', method: 'GET', projectId, path }, o);
  const answer = objectOf(call, jsonOf(call, response));
  return listOrNone(call, answer.log_groups).map((entry) => logGroupIn(call, objectOf(call, entry)));
}

/** UpdateLogGroup: the days are needed; tags that are left out are not sent. */
export async function updateLogGroup(
  connection: LtsConnection,
  request: LogGroupRef & { readonly ttlDays: number; readonly tags?: Tags | undefined },
  o: SendOptions,
): Promise<void> {
  const { projectId, ttlDays, tags } = request;
  const body = jsonBody({ ttl_in_days: ttlDays, tags: tagList(tags) });
  const path = logGroupPath(request);
  await sendRequest(connection, { call: 'UpdateLogGroup', face: 'gateway', method: 'POST', projectId, path, body }, o);
}

/** DeleteLogGroup. */
export async function deleteLogGroup(connection: LtsConnection, ref: LogGroupRef, o: SendOptions): Promise<void> {
  const { projectId } = ref;
  const path = logGroupPath(ref);
  await sendRequest(connection, { call: 'DeleteLogGroup', face: 'gateway', method: 'DELETE', projectId, path }, o);
}

/** By ids. */
export interface LogGroupRef {
  readonly projectId: string;
  readonly logGroupId: string;
}

export function logGroupPath({ projectId, logGroupId }: LogGroupRef): string {
  return `${groupsPath(projectId)}/${logGroupId}`;
}

const STANDARD_TTL_DAYS = 30;
const groupsPath = (projectId: string): string => `/v2/${projectId}/groups`;

function logGroupIn(call: string, object: JsonObject): LogGroup {
  const { log_group_name_alias: alias } = object;
  return {
    logGroupId: textOf(call, object, 'log_group_id'),
    name: textOf(call, object, 'log_group_name'),
    ttlDays: integerOf(call, object, 'ttl_in_days'),
    createdAtMs: epochMsOf(int64Of(call, object, 'creation_time')),
    tags: tagsIn(object),
    ...(typeof alias === 'string' && alias !== '' && { alias }),
  };
}
