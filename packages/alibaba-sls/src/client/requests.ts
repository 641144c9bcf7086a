import { ConsumerError } from '@polylog/core/driver';
import { createOptionReaders, type OptionReaders, type PageRequest, refusalOf, shown } from '@polylog/driver-kit';
import type { GroupRef, LogstoreRef, ShardRef } from '../wire/logstore-ref.js';
import { groupName, logstoreName, projectName } from '../wire/names.js';
import { LARGEST_PAGE, type PageOf } from '../wire/page-query.js';

/** Which project a call is about. */
export interface ProjectRequest {
  readonly project: string;
}

/** Which logstore. */
export interface LogstoreRequest extends ProjectRequest {
  readonly logstore: string;
}

/** Which shard of a logstore. */
export interface ShardRequest extends LogstoreRequest {
  /** Its id, as `shards.list` tells. */
  readonly shard: number;
}

/** Which consumer group of a logstore. */
export interface GroupRequest extends LogstoreRequest {
  readonly group: string;
}

/** Each checks what names something, since it goes into a path. They throw `invalid-argument`. */

export function projectIn(request: ProjectRequest): ProjectRequest {
  if (typeof request !== 'object' || request === null)
    throw invalid(`the request is ${shown(request)}; allowed: an object, such as { project: 'my-project' }.`);
  return { project: projectName(request.project, 'project') };
}

export function logstoreIn(request: LogstoreRequest): LogstoreRef {
  return { ...projectIn(request), logstore: logstoreName(request.logstore, 'logstore') };
}

export function shardIn(request: ShardRequest): ShardRef {
  const ref = logstoreIn(request);
  return { ...ref, shard: shardId(request.shard) };
}

export function groupIn(request: GroupRequest): GroupRef {
  const ref = logstoreIn(request);
  return { ...ref, group: groupName(request.group, 'group') };
}

export function shardId(shard: unknown): string {
  if (typeof shard === 'number' && Number.isSafeInteger(shard) && shard >= 0) return String(shard);
  throw invalid(`shard is ${shown(shard)}; allowed: the id of a shard, a whole number from 0.`);
}

/** Where a listing begins, and how large its pages are. */
export function pageIn(
  { offset, pageSize }: PageRequest,
  largest: number = LARGEST_PAGE,
): { readonly offset: number; readonly size: number } & PageOf {
  return {
    offset: wholeNumber('offset', offset, { byDefault: 0, min: 0, max: Number.MAX_SAFE_INTEGER }),
    size: wholeNumber('pageSize', pageSize, { byDefault: largest, min: 1, max: largest }),
  };
}

/** A text that may be left out. */
export function textIn(name: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(`${name} is ${shown(value)}; allowed: text.`);
}

export const invalid = (message: string): ConsumerError => new ConsumerError('invalid-argument', message);

const readers = createOptionReaders(refusalOf('the request'));
export const oneOf: OptionReaders['oneOf'] = readers.oneOf;
export const wholeNumber: OptionReaders['wholeNumber'] = readers.wholeNumber;
