import type { ClientCallOptions } from '@polylog/driver-kit';
import type { LtsCalls } from './lts-calls.js';
import { type PullAllRequest, type PulledBatch, type PullRequest, pull, pullAll } from './pull.js';
import { type PutRequest, put } from './put.js';

/** Writing logs, and reading them shard by shard (pull). To consume them, see `ltsDriver`. */
export interface Logs {
  /**
   * Writes some logs by one request. Whether the service keeps some of a request that it refuses is not documented. A put
   * whose answer was lost is sent again, so that it may be stored twice; `retry: false` does not.
   */
  put(request: PutRequest, options?: ClientCallOptions): Promise<void>;
  /** Reads logs of a shard from a cursor on. What has expired before it is passed over by the service without a word. */
  pull(request: PullRequest, options?: ClientCallOptions): Promise<PulledBatch>;
  /** Reads a shard from one place to another, batch by batch. Every iteration begins anew. */
  pullAll(request: PullAllRequest, options?: ClientCallOptions): AsyncIterable<PulledBatch>;
}

export function createLogs(calls: LtsCalls): Logs {
  return {
    put: (request, options) => calls.call('logs.put', options, (o) => put(calls, request, o)),
    pull: (request, options) => calls.call('logs.pull', options, (o) => pull(calls, request, o)),
    pullAll: (request, options) => calls.iterate('logs.pullAll', options, (o) => pullAll(calls, request, o)),
  };
}
