import type { ClientCallOptions, Listing } from '@polylog/driver-kit';
import type { FoundLog, FoundLogs } from '../wire/get-logs.js';
import type { Histogram } from '../wire/histograms.js';
import { listTopics } from '../wire/list-topics.js';
import { type PullAllRequest, type PulledBatch, type PullRequest, pull, pullAll } from './pull.js';
import { type PutRequest, put } from './put.js';
import { type GetRequest, get, getAll, histogram, type QueryRequest, type SearchRequest } from './query.js';
import { type LogstoreRequest, logstoreIn, textIn, wholeNumber } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** Writing logs, reading them shard by shard (pull), and looking for them (get). To consume them, see `slsDriver`. */
export interface Logs {
  /**
   * Writes some logs: all of them, or none. Throws `invalid-argument` where they are too many, too large or of another time. A
   * put whose answer was lost is sent again, so that it may be stored twice; `retry: false` does not.
   */
  put(request: PutRequest, options?: ClientCallOptions): Promise<void>;
  /** Reads log groups of a shard from a cursor on. A cursor that has expired, or is of another shard, is `position-lost`. */
  pull(request: PullRequest, options?: ClientCallOptions): Promise<PulledBatch>;
  /** Reads a shard from one place to another, batch by batch. Every iteration begins anew. */
  pullAll(request: PullAllRequest, options?: ClientCallOptions): AsyncIterable<PulledBatch>;
  /**
   * Logs, or rows of SQL, that a query finds: up to 100 logs. It is asked again, five times in half a second each, while the
   * service has found only a part; then `complete` is false. Without an index it is `not-found` (`IndexConfigNotExist`).
   */
  get(request: GetRequest, options?: ClientCallOptions): Promise<FoundLogs>;
  /**
   * All that a query finds, log by log, asked for in pages of 100. Each page is waited for until it is complete, and fails as
   * `unavailable` if it is not within two minutes. With a `to` in the past, so that nothing comes in between two pages. The
   * rows of SQL come in one answer, as many as its `limit` says.
   */
  getAll(request: QueryRequest, options?: ClientCallOptions): AsyncIterable<FoundLog>;
  /** How many logs a query finds, in even stretches of time. */
  histogram(request: SearchRequest, options?: ClientCallOptions): Promise<Histogram>;
  /** The topics of a logstore, sorted, from the topic `from` on; up to 100 a page. */
  topics(
    request: LogstoreRequest & { readonly from?: string; readonly pageSize?: number },
    options?: ClientCallOptions,
  ): Listing<string, string>;
}

export function createLogs(calls: SlsCalls): Logs {
  return {
    put: (request, options) => calls.call('logs.put', options, (o) => put(calls, request, o)),
    pull: (request, options) => calls.call('logs.pull', options, (o) => pull(calls, request, o)),
    pullAll: (request, options) => calls.iterate('logs.pullAll', options, (o) => pullAll(calls, request, o)),
    get: (request, options) => calls.call('logs.get', options, (o) => get(calls, request, o)),
    getAll: (request, options) => calls.iterate('logs.getAll', options, (o) => getAll(calls, request, o)),
    histogram: (request, options) => calls.call('logs.histogram', options, (o) => histogram(calls, request, o)),
    topics(request, options) {
      return calls.list('logs.topics', options, request?.from ?? '', (from, o) => {
        const line = wholeNumber('pageSize', request.pageSize, { byDefault: 100, min: 1, max: 100 });
        return listTopics(calls.connection, { ...logstoreIn(request), token: textIn('from', from) ?? '', line }, o);
      });
    },
  };
}
