import type { ClientCallOptions } from '@polylog/driver-kit';
import { createIndex, deleteIndex, getIndex, type LogIndex, updateIndex } from '../wire/indexes.js';
import { type LogstoreRequest, logstoreIn } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** The index of a logstore, which `logs.get` needs. It holds what is written after it was made. */
export interface Indexes {
  /** One that exists is `IndexAlreadyExist`. */
  create(request: LogstoreRequest & { readonly index: LogIndex }, options?: ClientCallOptions): Promise<void>;
  /** As it was given, and with what the service adds: `index_mode`, `storage`, `lastModifyTime`. Without one it is `not-found`. */
  get(request: LogstoreRequest, options?: ClientCallOptions): Promise<LogIndex>;
  /** Replaces it whole. */
  update(request: LogstoreRequest & { readonly index: LogIndex }, options?: ClientCallOptions): Promise<void>;
  delete(request: LogstoreRequest, options?: ClientCallOptions): Promise<void>;
}

export function createIndexes({ connection, call }: SlsCalls): Indexes {
  return {
    create: (request, options) =>
      call('indexes.create', options, (o) =>
        createIndex(connection, { ...logstoreIn(request), index: request.index }, o),
      ),
    get: (request, options) => call('indexes.get', options, (o) => getIndex(connection, logstoreIn(request), o)),
    update: (request, options) =>
      call('indexes.update', options, (o) =>
        updateIndex(connection, { ...logstoreIn(request), index: request.index }, o),
      ),
    delete: (request, options) =>
      call('indexes.delete', options, (o) => deleteIndex(connection, logstoreIn(request), o)),
  };
}
