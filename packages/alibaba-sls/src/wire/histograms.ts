import { integerOf, listOf, objectOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { type GetLogsRequest, isComplete, progressIn } from './get-logs.js';
import { jsonOf } from './json-answer.js';
import { logstorePath } from './logstore-ref.js';
import { send } from './send.js';

/** How many logs a query finds in one stretch of time. */
export interface HistogramBucket {
  /** Epoch seconds, the first included and the second not. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly count: number;
  /** False: the service gave up half way, and the count may be too small. */
  readonly complete: boolean;
}

export interface Histogram {
  readonly buckets: readonly HistogramBucket[];
  readonly count: number;
  /** False: the same call again may count more. */
  readonly complete: boolean;
}

/** GetHistograms: only the search part of a query counts. */
export async function getHistograms(
  connection: SlsConnection,
  request: Pick<GetLogsRequest, 'project' | 'logstore' | 'fromSeconds' | 'toSeconds' | 'query' | 'topic'>,
  o: SendOptions,
): Promise<Histogram> {
  const call = 'GetHistograms';
  const query = [
    ['type', 'histogram'],
    ['from', String(request.fromSeconds)],
    ['to', String(request.toSeconds)],
    ['topic', request.topic ?? ''],
    ['query', request.query],
  ] as const;
  const { project } = request;
  const response = await send(connection, { call, method: 'GET', project, path: logstorePath(request), query }, o);
  const buckets = listOf(call, jsonOf(call, response)).map((entry): HistogramBucket => {
    const bucket = objectOf(call, entry);
    return {
      fromSeconds: integerOf(call, bucket, 'from'),
      toSeconds: integerOf(call, bucket, 'to'),
      count: integerOf(call, bucket, 'count'),
      complete: isComplete(bucket.progress),
    };
  });
  return {
    buckets,
    count: buckets.reduce((sum, { count }) => sum + count, 0),
    complete: progressIn(response),
  };
}
