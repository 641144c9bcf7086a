import type { Answer } from '../../http/face.js';
import type { LogGroup } from '../account.js';
import { jsonAnswer } from '../answer.js';
import type { CallContext } from '../call.js';
import { missingParameter, wrongParameter } from '../error.js';
import { type Fields, jsonReaders } from '../json.js';
import type { LogStream } from '../log-stream.js';

const STANDARD_TTL_DAYS = 30;
const MOST_TTL_DAYS = 365;
const SHARDS_OF_A_NEW_STREAM = 1;

const json = jsonReaders(wrongParameter);
const NOTHING = new Uint8Array(0);
const deleted: Answer = { status: 204, headers: {}, body: NOTHING };

export function createLogGroup({ account, request, nowMs }: CallContext): Answer {
  const fields = json.object(json.body(request.body), 'the body');
  const { id } = account.createLogGroup({ name: nameIn(fields, 'log_group_name'), ttlDays: ttlIn(fields) }, nowMs);
  return jsonAnswer({ log_group_id: id }, 201);
}

export function listLogGroups({ account }: CallContext): Answer {
  return jsonAnswer({ log_groups: [...account.logGroups.values()].map(groupFields) });
}

export function updateLogGroup({ account, route, request }: CallContext): Answer {
  const group = account.logGroup(route.logGroup ?? '');
  group.ttlDays = ttlIn(json.object(json.body(request.body), 'the body'));
  return jsonAnswer(groupFields(group));
}

export function deleteLogGroup({ account, route }: CallContext): Answer {
  account.deleteLogGroup(route.logGroup ?? '');
  return deleted;
}

export function createLogStreamCall({ account, route, request, nowMs }: CallContext): Answer {
  const group = account.logGroup(route.logGroup ?? '');
  const fields = json.object(json.body(request.body), 'the body');
  const ttlDays = fields.ttl_in_days === undefined ? group.ttlDays : ttlIn(fields);
  const setup = { name: nameIn(fields, 'log_stream_name'), ttlDays, shardCount: SHARDS_OF_A_NEW_STREAM };
  return jsonAnswer({ log_stream_id: account.createLogStream(group, setup, nowMs).id }, 201);
}

/** Of one log group, or of all. */
export function listLogStreams({ account, route }: CallContext): Answer {
  const groups = route.logGroup === undefined ? [...account.logGroups.values()] : [account.logGroup(route.logGroup)];
  return jsonAnswer({ log_streams: groups.flatMap(({ streams }) => [...streams.values()].map(streamFields)) });
}

export function deleteLogStream({ account, route }: CallContext): Answer {
  account.deleteLogStream(route.logGroup ?? '', route.logStream ?? '');
  return deleted;
}

function nameIn(fields: Fields, name: string): string {
  const value = json.text(fields[name] ?? '', name);
  if (value === '') throw missingParameter(name);
  return value;
}

function ttlIn({ ttl_in_days: days = STANDARD_TTL_DAYS }: Fields): number {
  if (typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MOST_TTL_DAYS) return days;
  throw wrongParameter(`ttl_in_days must be a whole number from 1 to ${MOST_TTL_DAYS}`);
}

function groupFields({ id, name, createdAtMs, ttlDays }: LogGroup): object {
  return { log_group_id: id, log_group_name: name, creation_time: createdAtMs, ttl_in_days: ttlDays, tag: {} };
}

function streamFields({ id, name, createdAtMs, ttlDays }: LogStream): object {
  return {
    log_stream_id: id,
    log_stream_name: name,
    creation_time: createdAtMs,
    ttl_in_days: ttlDays,
    filter_count: 0,
    tag: {},
  };
}
