import type { ClientCallOptions } from '@polylog/driver-kit';
import type { ClsCalls } from './cls-calls.js';
import { type PullAllRequest, type PulledBatch, type PullRequest, pull, pullAll } from './pull.js';
import { type PutRequest, put } from './put.js';

/** Writing logs, and reading them partition by partition. To consume them, see `clsDriver`. */
export interface Logs {
  /**
   * Writes some logs: all of them, or none. Throws `invalid-argument` where they are too many or too large. A put whose answer
   * was lost is sent again, so that it may be stored twice; `retry: false` does not.
   */
  put(request: PutRequest, options?: ClientCallOptions): Promise<void>;
  /** Reads log groups of a partition from an offset on. */
  pull(request: PullRequest, options?: ClientCallOptions): Promise<PulledBatch>;
  /**
   * Reads a partition from one place to another, batch by batch. Every iteration begins anew. Places other than offsets are
   * asked for as `offsets.get` does it without a group.
   */
  pullAll(request: PullAllRequest, options?: ClientCallOptions): AsyncIterable<PulledBatch>;
}

export function createLogs(calls: ClsCalls): Logs {
  return {
    put: (request, options) => calls.call('logs.put', options, (o) => put(calls, request, o)),
    pull: (request, options) => calls.call('logs.pull', options, (o) => pull(calls, request, o)),
    pullAll: (request, options) => calls.iterate('logs.pullAll', options, (o) => pullAll(calls, request, o)),
  };
}
