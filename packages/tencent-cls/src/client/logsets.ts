import { ConsumerError } from '@polylog/core/driver';
import type { ClientCallOptions, Listing, PageRequest } from '@polylog/driver-kit';
import {
  createLogset,
  deleteLogset,
  describeLogsets,
  type Logset,
  type LogsetSettings,
  modifyLogset,
} from '../wire/logsets.js';
import { resourceName } from '../wire/names.js';
import type { ClsCalls } from './cls-calls.js';
import { invalid, type LogsetRequest, logsetIn, pageIn, textIn, whole } from './requests.js';

/** The logsets of the account, in the client's region. */
export interface Logsets {
  /** `name`: only those of that name. */
  list(request?: PageRequest & { readonly name?: string }, options?: ClientCallOptions): Listing<Logset>;
  /** One that is missing is `not-found`. (The service has only the list, which is asked for.) */
  get(request: LogsetRequest, options?: ClientCallOptions): Promise<Logset>;
  /** Answers the id that the service has given it. */
  create(request: LogsetSettings, options?: ClientCallOptions): Promise<LogsetRequest>;
  /** Changes what is named, one thing at least. */
  update(request: LogsetRequest & Partial<LogsetSettings>, options?: ClientCallOptions): Promise<void>;
  /** Only one without topics. */
  delete(request: LogsetRequest, options?: ClientCallOptions): Promise<void>;
}

export function createLogsets(calls: ClsCalls): Logsets {
  const { connection, call } = calls;
  return {
    list(request = {}, options) {
      return calls.list('logsets.list', options, request?.offset ?? 0, (offset, o) => {
        const name = textIn('name', whole(request, "{ name: 'web' }").name);
        return describeLogsets(
          connection,
          { ...pageIn({ ...request, offset }), ...(name !== undefined && { name }) },
          o,
        );
      });
    },
    get: (request, options) =>
      call('logsets.get', options, async (o) => {
        const { logsetId } = logsetIn(request);
        const { items } = await describeLogsets(connection, { offset: 0, size: 1, logsetId }, o);
        const found = items.find((logset) => logset.logsetId === logsetId);
        if (found !== undefined) return found;
        throw new ConsumerError('not-found', `there is no logset ${logsetId}. Check its id and the region.`);
      }),
    create: (request, options) =>
      call('logsets.create', options, async (o) => {
        const { name, tags } = whole(request, "{ name: 'web' }");
        return { logsetId: await createLogset(connection, { name: resourceName(name, 'name'), tags }, o) };
      }),
    update: (request, options) =>
      call('logsets.update', options, (o) => {
        const ref = logsetIn(request);
        const { name, tags } = request;
        if (name === undefined && tags === undefined)
          throw invalid('there is nothing to change. Name name, tags, or both.');
        if (name !== undefined) resourceName(name, 'name');
        return modifyLogset(connection, { ...ref, name, tags }, o);
      }),
    delete: (request, options) =>
      call('logsets.delete', options, (o) => deleteLogset(connection, logsetIn(request), o)),
  };
}
