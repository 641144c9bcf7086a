import type { Answer } from '../../http/face.js';
import type { LogGroup } from '../account.js';
import { jsonAnswer } from '../answer.js';
import { type CallContext, parameter } from '../call.js';
import { missingParameter, wrongParameter } from '../error.js';
import { type Fields, jsonReaders } from '../json.js';
import type { LogStream } from '../log-stream.js';
import { isLogName } from '../names.js';
import { type Tags, tagsIn } from '../tags.js';

const STANDARD_TTL_DAYS = 30;
const MOST_TTL_DAYS = 365;
const SHARDS_OF_A_NEW_STREAM = 1;

const json = jsonReaders(wrongParameter);
const NOTHING = new Uint8Array(0);
const deleted: Answer = { status: 204, headers: {}, body: NOTHING };

export function createLogGroup({ account, request, nowMs }: CallContext): Answer {
  const fields = json.object(json.body(request.body), 'the body');
  const setup = {
    name: nameIn(fields, 'log_group_name'),
    ttlDays: ttlIn(fields),
    tags: tagsIn(fields.tags) ?? {},
    alias: aliasIn(fields, 'log_group_name_alias'),
  };
  const { id } = account.createLogGroup(setup, nowMs);
  return jsonAnswer({ log_group_id: id }, 201);
}

export function listLogGroups({ account }: CallContext): Answer {
  return jsonAnswer({ log_groups: [...account.logGroups.values()].map(groupFields) });
}

export function updateLogGroup({ account, route, request }: CallContext): Answer {
  const { id, name, createdAtMs } = change(account.logGroup(route.logGroup ?? ''), request);
  return jsonAnswer({
    log_group_id: id,
    log_group_name: name,
    creation_time: createdAtMs,
    ttl_in_days: account.logGroup(id).ttlDays,
  });
}

export function deleteLogGroup({ account, route }: CallContext): Answer {
  account.deleteLogGroup(route.logGroup ?? '');
  return deleted;
}

export function createLogStreamCall({ account, route, request, nowMs }: CallContext): Answer {
  const group = account.logGroup(route.logGroup ?? '');
  const fields = json.object(json.body(request.body), 'the body');
  const ttlDays = fields.ttl_in_days === undefined ? group.ttlDays : ttlIn(fields);
  const setup = {
    name: nameIn(fields, 'log_stream_name'),
    ttlDays,
    tags: tagsIn(fields.tags) ?? {},
    alias: aliasIn(fields, 'log_stream_name_alias'),
    shardCount: SHARDS_OF_A_NEW_STREAM,
  };
  return jsonAnswer({ log_stream_id: account.createLogStream(group, setup, nowMs).id }, 201);
}

export function listLogStream({ account, route }: CallContext): Answer {
  const { streams } = account.logGroup(route.logGroup ?? '');
  return jsonAnswer({ log_streams: [...streams.values()].map(streamFields) });
}

/** Of all log groups; or, by name, those of one, and those that are called so. */
export function listLogStreams({ account, request }: CallContext): Answer {
  const [groupName, streamName] = [parameter(request, 'log_group_name'), parameter(request, 'log_stream_name')];
  const isWanted = (wanted: string | undefined, name: string): boolean => (wanted ?? '') === '' || wanted === name;
  const found = [...account.logGroups.values()]
    .filter(({ name }) => isWanted(groupName, name))
    .flatMap(({ id, streams }) =>
      [...streams.values()]
        .filter(({ name }) => isWanted(streamName, name))
        .map((stream) => ({ ...streamFields(stream), log_group_id: id })),
    );
  return jsonAnswer({ log_streams: found });
}

/** A log stream was a topic once, and is called so here. */
export function updateLogStream({ account, route, request }: CallContext): Answer {
  const stream = change(account.logStream(route.logGroup ?? '', route.logStream ?? ''), request);
  const { id, name, createdAtMs, ttlDays } = stream;
  return jsonAnswer({ log_topic_id: id, log_topic_name: name, creation_time: createdAtMs, ttl_in_days: ttlDays });
}

export function deleteLogStream({ account, route }: CallContext): Answer {
  account.deleteLogStream(route.logGroup ?? '', route.logStream ?? '');
  return deleted;
}

function change<T extends { ttlDays: number; tags: Tags }>(changed: T, { body }: CallContext['request']): T {
  const fields = json.object(json.body(body), 'the body');
  if (fields.ttl_in_days === undefined) throw missingParameter('ttl_in_days');
  const ttlDays = ttlIn(fields);
  // Whether tags that are left out stay is not documented.
  const tags = tagsIn(fields.tags) ?? changed.tags;
  return Object.assign(changed, { ttlDays, tags });
}

function nameIn(fields: Fields, name: string): string {
  const value = json.text(fields[name] ?? '', name);
  if (value === '') throw missingParameter(name);
  if (isLogName(value)) return value;
  throw wrongParameter(`${name}: 1 to 64 letters, digits, "-", "_" and ".", neither "." nor "_" first, nor "." last`);
}

function aliasIn(fields: Fields, name: string): string {
  const alias = json.text(fields[name] ?? '', name);
  if (alias.length <= 64) return alias;
  throw wrongParameter(`${name}: up to 64 characters`);
}

function ttlIn({ ttl_in_days: days = STANDARD_TTL_DAYS }: Fields): number {
  if (typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MOST_TTL_DAYS) return days;
  throw wrongParameter(`ttl_in_days must be a whole number from 1 to ${MOST_TTL_DAYS}`);
}

function groupFields({ id, name, createdAtMs, ttlDays, tags, alias }: LogGroup): object {
  return {
    log_group_id: id,
    log_group_name: name,
    log_group_name_alias: alias,
    creation_time: createdAtMs,
    ttl_in_days: ttlDays,
    tag: tags,
  };
}

function streamFields({ id, name, createdAtMs, ttlDays, tags, alias }: LogStream): object {
  return {
    log_stream_id: id,
    log_stream_name: name,
    log_stream_name_alias: alias,
    creation_time: createdAtMs,
    ttl_in_days: ttlDays,
    filter_count: 0,
    tag: tags,
  };
}
