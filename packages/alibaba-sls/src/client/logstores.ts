import type { ClientCallOptions, Listing, PageRequest } from '@polylog/driver-kit';
import {
  createLogstore,
  deleteLogstore,
  getLogstore,
  type Logstore,
  type LogstoreSettings,
  listLogstores,
  updateLogstore,
} from '../wire/logstores.js';
import { type LogstoreRequest, logstoreIn, type ProjectRequest, pageIn, projectIn, textIn } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** The logstores of a project. */
export interface Logstores {
  /** Their names. `nameContains` is a part to look for; `telemetryType` is `None` (logs) or `Metrics`. */
  list(
    request: ProjectRequest & PageRequest & { readonly nameContains?: string; readonly telemetryType?: string },
    options?: ClientCallOptions,
  ): Listing<string>;
  /** One that is missing is `not-found` (`LogStoreNotExist`). */
  get(request: LogstoreRequest, options?: ClientCallOptions): Promise<Logstore>;
  /**
   * Without settings it keeps logs for 30 days and has two shards. One that exists is `LogStoreAlreadyExist`. It may take a
   * minute until it can be written to and read.
   */
  create(request: LogstoreRequest & Partial<LogstoreSettings>, options?: ClientCallOptions): Promise<void>;
  /** Changes what is named and keeps the rest: it reads the settings first. */
  update(
    request: LogstoreRequest & Partial<Omit<LogstoreSettings, 'shardCount'>>,
    options?: ClientCallOptions,
  ): Promise<void>;
  /** With all logs, the index and the consumer groups in it. */
  delete(request: LogstoreRequest, options?: ClientCallOptions): Promise<void>;
}

export function createLogstores(calls: SlsCalls): Logstores {
  const { connection, call } = calls;
  return {
    list(request, options) {
      return calls.list('logstores.list', options, request?.offset ?? 0, (offset, o) => {
        const { project } = projectIn(request);
        const name = textIn('nameContains', request.nameContains);
        const telemetryType = textIn('telemetryType', request.telemetryType);
        return listLogstores(connection, { project, ...pageIn({ ...request, offset }), name, telemetryType }, o);
      });
    },
    get: (request, options) => call('logstores.get', options, (o) => getLogstore(connection, logstoreIn(request), o)),
    create: (request, options) =>
      call('logstores.create', options, (o) => createLogstore(connection, { ...request, ...logstoreIn(request) }, o)),
    update: (request, options) =>
      call('logstores.update', options, async (o) => {
        const ref = logstoreIn(request);
        const { other, ...changes } = request;
        const { name, createdAtSeconds, modifiedAtSeconds, ...before } = await getLogstore(connection, ref, o);
        await updateLogstore(
          connection,
          { ...before, ...changes, ...ref, other: { ...kept(before.other), ...other } },
          o,
        );
      }),
    delete: (request, options) =>
      call('logstores.delete', options, (o) => deleteLogstore(connection, logstoreIn(request), o)),
  };
}

/** Of the fields without names of ours, those that an update takes: the service refuses others that it has itself added. */
function kept(other: LogstoreSettings['other'] = {}): LogstoreSettings['other'] {
  const taken = ['encrypt_conf', 'resourceQuota', 'enableModify'];
  return Object.fromEntries(Object.entries(other).filter(([name]) => taken.includes(name)));
}
