import { type ClientCallOptions, type Listing, wholePage } from '@polylog/driver-kit';
import {
  createLogGroup,
  deleteLogGroup,
  type LogGroup,
  type LogGroupSettings,
  listLogGroups,
  updateLogGroup,
} from '../wire/log-groups.js';
import type { Tags } from '../wire/tags.js';
import type { LtsCalls } from './lts-calls.js';
import { type LogGroupRequest, logGroupIn, missing, nameIn, objectIn, tagsIn, textIn, ttlDaysIn } from './requests.js';

/** The log groups of the project. */
export interface LogGroups {
  /** All of them, or the one of this name. */
  list(request?: { readonly name?: string }, options?: ClientCallOptions): Listing<LogGroup>;
  /** One that is missing is `not-found`. (The service has only the list, which is asked for.) */
  get(request: LogGroupRequest, options?: ClientCallOptions): Promise<LogGroup>;
  /**
   * Without settings it keeps logs for 30 days. Answers its id, as other calls take it. A name that exists is `LTS.0101`, one
   * more than a hundred `LTS.0104`.
   */
  create(request: { readonly name: string } & LogGroupSettings, options?: ClientCallOptions): Promise<LogGroupRequest>;
  /** Changes how long logs are kept, and the tags where they are named. */
  update(
    request: LogGroupRequest & { readonly ttlDays: number; readonly tags?: Tags },
    options?: ClientCallOptions,
  ): Promise<void>;
  /** With everything in it. */
  delete(request: LogGroupRequest, options?: ClientCallOptions): Promise<void>;
}

export function createLogGroups(calls: LtsCalls): LogGroups {
  const { connection, projectId, call } = calls;
  return {
    list: (request = {}, options) =>
      calls.list('logGroups.list', options, 0, async (_, o) => {
        const name = textIn('name', objectIn(request).name);
        const found = await listLogGroups(connection, { projectId }, o);
        return wholePage(name === undefined ? found : found.filter((each) => each.name === name));
      }),
    get: (request, options) =>
      call('logGroups.get', options, async (o) => {
        const { logGroupId } = logGroupIn(calls, request);
        const found = (await listLogGroups(connection, { projectId }, o)).find(
          (each) => each.logGroupId === logGroupId,
        );
        if (found !== undefined) return found;
        throw missing(`log group ${logGroupId} does not exist in project ${projectId}: check its id, and the region.`);
      }),
    create: (request, options) =>
      call('logGroups.create', options, async (o) => {
        const { name, ttlDays, tags, alias } = objectIn(request);
        const logGroupId = await createLogGroup(
          connection,
          {
            projectId,
            name: nameIn(name),
            ttlDays: ttlDays === undefined ? undefined : ttlDaysIn(ttlDays),
            tags: tagsIn(tags),
            alias: textIn('alias', alias),
          },
          o,
        );
        return { logGroupId };
      }),
    update: (request, options) =>
      call('logGroups.update', options, (o) => {
        const ref = logGroupIn(calls, request);
        const { ttlDays, tags } = request;
        return updateLogGroup(connection, { ...ref, ttlDays: ttlDaysIn(ttlDays), tags: tagsIn(tags) }, o);
      }),
    delete: (request, options) =>
      call('logGroups.delete', options, (o) => deleteLogGroup(connection, logGroupIn(calls, request), o)),
  };
}
