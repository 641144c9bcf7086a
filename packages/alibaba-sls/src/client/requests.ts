import { invalidRequest, type PageRequest, type RequestReaders, requestReaders, shown } from '@polylog/driver-kit';
import type { GroupRef, LogstoreRef, ShardRef } from '../wire/logstore-ref.js';
import { groupName, logstoreName, projectName } from '../wire/names.js';
import { LARGEST_PAGE, type PageOf } from '../wire/page-query.js';

export const invalid: typeof invalidRequest = invalidRequest;
export const textIn: RequestReaders['text'] = requestReaders.text;
export const textsIn: RequestReaders['texts'] = requestReaders.texts;
export const oneOf: RequestReaders['oneOf'] = requestReaders.oneOf;
export const wholeNumber: RequestReaders['wholeNumber'] = requestReaders.wholeNumber;
export const whole: RequestReaders['whole'] = requestReaders.whole;

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
  const { project } = whole(request, "{ project: 'my-project' }");
  return { project: projectName(project, 'project') };
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
  request: PageRequest,
  largest: number = LARGEST_PAGE,
): { readonly offset: number; readonly size: number } & PageOf {
  return requestReaders.page(request, largest);
}
