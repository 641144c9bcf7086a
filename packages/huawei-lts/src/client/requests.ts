import { ConsumerError } from '@polylog/core/driver';
import {
  invalidRequest,
  momentMs,
  type NameCheck,
  nameCheck,
  type RecordTime,
  type RequestReaders,
  requestReaders,
  shown,
} from '@polylog/driver-kit';
import type { LogGroupRef } from '../wire/log-groups.js';
import { groupName, logGroupIdText, logStreamIdText } from '../wire/names.js';
import type { GroupRef, ShardRef, StreamRef } from '../wire/stream-ref.js';
import type { Tags } from '../wire/tags.js';
import type { LtsCalls } from './lts-calls.js';

export const invalid: typeof invalidRequest = invalidRequest;
export const textIn: RequestReaders['text'] = requestReaders.text;
export const wholeNumber: RequestReaders['wholeNumber'] = requestReaders.wholeNumber;

/** Which log group a call is about. */
export interface LogGroupRequest {
  readonly logGroupId: string;
}

/** Which log stream. */
export interface StreamRequest extends LogGroupRequest {
  readonly logStreamId: string;
}

/** Which shard of a log stream. */
export interface ShardRequest extends StreamRequest {
  /** Its id, as `shards.list` tells. */
  readonly shard: string;
}

/** Which consumer group of a log stream. */
export interface GroupRequest extends StreamRequest {
  readonly group: string;
}

type Project = Pick<LtsCalls, 'projectId'>;

/** Each checks what names something, since it goes into a path. They throw `invalid-argument`. */

export function logGroupIn({ projectId }: Project, request: LogGroupRequest): LogGroupRef {
  const { logGroupId } = objectIn(request);
  return { projectId, logGroupId: logGroupIdText(logGroupId, 'logGroupId') };
}

export function streamIn(project: Project, request: StreamRequest): StreamRef {
  const ref = logGroupIn(project, request);
  return { ...ref, logStreamId: logStreamIdText(request.logStreamId, 'logStreamId') };
}

export function shardIn(project: Project, request: ShardRequest): ShardRef {
  const ref = streamIn(project, request);
  return { ...ref, shard: shardId(request.shard, 'shard') };
}

export function groupIn(project: Project, request: GroupRequest): GroupRef {
  const ref = streamIn(project, request);
  return { ...ref, group: groupName(request.group, 'group') };
}

/** The request itself: an object. */
export function objectIn<T extends object>(request: T): T {
  return requestReaders.whole(request, "{ logGroupId: '…', logStreamId: '…' }");
}

export const shardId: NameCheck = nameCheck(
  /^[0-9A-Za-z_~-][0-9A-Za-z._~-]{0,63}$/,
  'the id of a shard, a text such as "0"; shards.list tells which there are',
);

/** In a query of the access node, where only these characters are signed alike by everybody. */
export const memberName: NameCheck = nameCheck(/^[0-9A-Za-z._~-]{1,64}$/, '1 to 64 of letters, digits and "-._~"');

/** A new name's own rules are the service's to check. */
export function nameIn(name: unknown): string {
  if (typeof name === 'string' && name !== '') return name;
  throw invalid(`name is ${name === undefined ? 'missing' : shown(name)}; allowed: 1 to 64 characters.`);
}

export function ttlDaysIn(days: unknown): number {
  if (days === undefined) throw invalid('ttlDays is missing; allowed: whole numbers from 1 to 365.');
  return wholeNumber('ttlDays', days, { byDefault: 30, min: 1, max: 365 });
}

/** Tags that may be left out. */
export function tagsIn(tags: unknown): Tags | undefined {
  requestReaders.texts('tags', tags);
  return tags as Tags | undefined;
}

/** Epoch nanoseconds of a time. `name` is that of the argument, for messages. */
export function epochNsIn(time: RecordTime, name: string): bigint {
  if ('timeNs' in time) {
    if (typeof time.timeNs === 'bigint') return time.timeNs;
    throw invalid(
      `${name}.timeNs is a ${typeof time.timeNs}; allowed: a bigint, for a number holds no nanoseconds of today.`,
    );
  }
  return BigInt(Math.floor(momentMs(time, name) * 1_000)) * 1_000n;
}

/** Of what a list does not have that was looked for in it. */
export const missing = (message: string): ConsumerError => new ConsumerError('not-found', message);
