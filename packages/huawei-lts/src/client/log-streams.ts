import { type ClientCallOptions, type Listing, wholePage } from '@polylog/driver-kit';
import {
  createLogStream,
  deleteLogStream,
  type LogStream,
  type LogStreamSettings,
  listLogStream,
  listLogStreams,
  updateLogStream,
} from '../wire/log-streams.js';
import type { Tags } from '../wire/tags.js';
import type { LtsCalls } from './lts-calls.js';
import {
  invalid,
  type LogGroupRequest,
  logGroupIn,
  missing,
  nameIn,
  objectIn,
  type StreamRequest,
  streamIn,
  tagsIn,
  textIn,
  ttlDaysIn,
} from './requests.js';

/** Which log streams to list: those of a log group, or of the whole project, there also by names. */
export interface LogStreamFilter extends Partial<LogGroupRequest> {
  /** Only in the log group of this name. Not with `logGroupId`. */
  readonly logGroupName?: string;
  /** Only those of this name. Not with `logGroupId`. */
  readonly logStreamName?: string;
}

/** The log streams of a log group. */
export interface LogStreams {
  list(request?: LogStreamFilter, options?: ClientCallOptions): Listing<LogStream>;
  /** One that is missing is `not-found`. (The service has only the list, which is asked for.) */
  get(request: StreamRequest, options?: ClientCallOptions): Promise<LogStream>;
  /**
   * Without settings it keeps logs as long as its log group says. Answers its ids, as other calls take them. A name that exists
   * is `LTS.0205`, one more than a hundred in a log group `LTS.0206`.
   */
  create(
    request: LogGroupRequest & { readonly name: string } & LogStreamSettings,
    options?: ClientCallOptions,
  ): Promise<StreamRequest>;
  /** Changes how long logs are kept, and the tags where they are named. */
  update(
    request: StreamRequest & { readonly ttlDays: number; readonly tags?: Tags },
    options?: ClientCallOptions,
  ): Promise<void>;
  /** With all logs and consumer groups in it. */
  delete(request: StreamRequest, options?: ClientCallOptions): Promise<void>;
}

export function createLogStreams(calls: LtsCalls): LogStreams {
  const { connection, projectId, call } = calls;
  return {
    list: (request = {}, options) =>
      calls.list('logStreams.list', options, 0, async (_, o) => {
        const { logGroupId } = objectIn(request);
        const logGroupName = textIn('logGroupName', request.logGroupName);
        const logStreamName = textIn('logStreamName', request.logStreamName);
        if (logGroupId === undefined)
          return wholePage(await listLogStreams(connection, { projectId, logGroupName, logStreamName }, o));
        if (logGroupName !== undefined || logStreamName !== undefined)
          throw invalid('logGroupId does not go with logGroupName and logStreamName. Leave it out to look for names.');
        return wholePage(await listLogStream(connection, logGroupIn(calls, { logGroupId }), o));
      }),
    get: (request, options) =>
      call('logStreams.get', options, async (o) => {
        const { logStreamId, ...ref } = streamIn(calls, request);
        const found = (await listLogStream(connection, ref, o)).find((each) => each.logStreamId === logStreamId);
        if (found !== undefined) return found;
        throw missing(`log stream ${logStreamId} does not exist in log group ${ref.logGroupId}: check its id.`);
      }),
    create: (request, options) =>
      call('logStreams.create', options, async (o) => {
        const ref = logGroupIn(calls, request);
        const { name, ttlDays, tags, alias } = request;
        const logStreamId = await createLogStream(
          connection,
          {
            ...ref,
            name: nameIn(name),
            ttlDays: ttlDays === undefined ? undefined : ttlDaysIn(ttlDays),
            tags: tagsIn(tags),
            alias: textIn('alias', alias),
          },
          o,
        );
        return { logGroupId: ref.logGroupId, logStreamId };
      }),
    update: (request, options) =>
      call('logStreams.update', options, (o) => {
        const ref = streamIn(calls, request);
        const { ttlDays, tags } = request;
        return updateLogStream(connection, { ...ref, ttlDays: ttlDaysIn(ttlDays), tags: tagsIn(tags) }, o);
      }),
    delete: (request, options) =>
      call('logStreams.delete', options, (o) => deleteLogStream(connection, streamIn(calls, request), o)),
  };
}
