import {
  chosenCompression,
  encodeLogGroup,
  fieldPairs,
  hashKeyIn,
  type LogGroupInput,
  type LogInput,
  type NewRecord,
  type SendOptions,
  splitTime,
} from '@polylog/driver-kit';
import type { SlsCompression } from '../options.js';
import { putLogs } from '../wire/put-logs.js';
import { invalid, type LogstoreRequest, logstoreIn, textIn, textsIn } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/**
 * Some logs, which become one log group: the service stores all of them or none. At most 10 MiB before compression and 4096
 * logs; a log's time lies between seven days before and 15 minutes after the service's.
 */
export type PutRequest = LogstoreRequest & {
  /** @defaultValue that of the client */
  readonly compression?: SlsCompression;
  /** Up to 32 hexadecimal digits: the shard whose range holds it gets the logs. Absent: the service chooses. */
  readonly hashKey?: string;
} & (NewLogGroup | { readonly logGroup: LogGroupInput });

export interface NewLogGroup {
  readonly logs: readonly NewRecord[];
  readonly topic?: string;
  /** Where the logs come from, mostly an address. */
  readonly source?: string;
  /** Told once for all logs; handed out as `__tag__:name`. */
  readonly tags?: Readonly<Record<string, string>>;
}

export async function put({ connection, chosen, clock }: SlsCalls, request: PutRequest, o: SendOptions): Promise<void> {
  const ref = logstoreIn(request);
  const { compression, hashKey } = request;
  const { compression: name, codecFor } =
    compression === undefined ? chosen : chosenCompression(compression, 'logs.put');
  const codec = codecFor(name);
  const logGroup = encodeLogGroup('logGroup' in request ? request.logGroup : logGroupOf(request, clock.now()));
  await putLogs(
    connection,
    {
      ...ref,
      logGroup,
      compression: codec ?? name,
      ...(hashKey !== undefined && { hashKey: hashKeyIn(hashKey) }),
    },
    o,
  );
}

/** Throws `invalid-argument`; no message repeats what a record says. */
function logGroupOf({ logs, topic, source, tags }: NewLogGroup, nowMs: number): LogGroupInput {
  if (!Array.isArray(logs) || logs.length === 0) throw invalid('logs is not a list with at least one log in it.');
  const [named, from, pairs] = [textIn('topic', topic), textIn('source', source), textsIn('tags', tags)];
  return {
    logs: (logs as readonly NewRecord[]).map((log) => logInputOf(log, nowMs)),
    ...(named !== undefined && { topic: named }),
    ...(from !== undefined && { source: from }),
    ...(pairs !== undefined && { tags: pairs }),
  };
}

/** Nanoseconds are written where they were named; a Date or { epochMs } of a whole second has none. */
export function logInputOf({ time, fields }: NewRecord, nowMs: number): LogInput {
  if (time === undefined || time === null)
    return { timeSeconds: Math.floor(nowMs / 1000), contents: fieldPairs(fields) };
  const { seconds, nsPart } = splitTime(time);
  return {
    timeSeconds: seconds,
    ...(nsPart !== undefined && { timeNsPart: nsPart }),
    contents: fieldPairs(fields),
  };
}
