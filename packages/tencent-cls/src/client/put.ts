import {
  type ClsLogGroupInput,
  chosenCompression,
  encodeClsLogGroup,
  hashKeyIn,
  type NewRecord,
  type SendOptions,
} from '@polylog/driver-kit';
import { type ClsCompression, clsCodecFor } from '../compression.js';
import { uploadLog } from '../wire/upload-log.js';
import type { ClsCalls } from './cls-calls.js';
import { logInputOf } from './log-input.js';
import { invalid, type TopicRequest, textIn, textsIn, topicIn } from './requests.js';

/**
 * Some logs, which become one log group, or log groups as they are, in one request; whether the service stores all of them
 * or none is not documented. At most ten log groups of 10,000 logs, a value of 1 MiB, the values of a group 5 MiB, and 6 MiB
 * in all before compression.
 */
export type PutRequest = TopicRequest & {
  /** @defaultValue that of the client */
  readonly compression?: ClsCompression;
  /** Up to 32 hexadecimal digits: the partition whose range holds it gets the logs. Absent: the service chooses. */
  readonly hashKey?: string;
} & (NewLogGroup | { readonly logGroups: readonly ClsLogGroupInput[] });

export interface NewLogGroup {
  /** Times are written in milliseconds, or in microseconds where there is more to one: finer ones the service does not document. */
  readonly logs: readonly NewRecord[];
  /** Where the logs come from, mostly an address. */
  readonly source?: string;
  readonly filename?: string;
  readonly hostname?: string;
  /** Tells what stood beside what: `{contextId}-{number}`, both hexadecimal. */
  readonly packageId?: string;
  /** Told once for all logs. */
  readonly tags?: Readonly<Record<string, string>>;
}

const MOST_GROUPS = 10;

export async function put({ connection, chosen, clock }: ClsCalls, request: PutRequest, o: SendOptions): Promise<void> {
  const { topicId } = topicIn(request);
  const { compression, hashKey } = request;
  const { compression: name, codecFor } =
    compression === undefined ? chosen : chosenCompression(compression, 'logs.put', clsCodecFor);
  const groups = 'logGroups' in request ? groupsIn(request.logGroups) : [logGroupOf(request, clock.now())];
  await uploadLog(
    connection,
    {
      topicId,
      logGroups: groups.map(encodeClsLogGroup),
      compression: codecFor(name) ?? name,
      ...(hashKey !== undefined && { hashKey: hashKeyIn(hashKey) }),
    },
    o,
  );
}

function groupsIn(groups: readonly ClsLogGroupInput[]): readonly ClsLogGroupInput[] {
  if (Array.isArray(groups) && groups.length > 0 && groups.length <= MOST_GROUPS) return groups;
  throw invalid(`logGroups is not a list of 1 to ${MOST_GROUPS} log groups.`);
}

/** Throws `invalid-argument`; no message repeats what a record says. */
function logGroupOf({ logs, tags, ...texts }: NewLogGroup, nowMs: number): ClsLogGroupInput {
  if (!Array.isArray(logs) || logs.length === 0) throw invalid('logs is not a list with at least one log in it.');
  const group: { -readonly [name in keyof ClsLogGroupInput]: ClsLogGroupInput[name] } = {
    logs: (logs as readonly NewRecord[]).map((log) => logInputOf(log, nowMs)),
  };
  for (const name of ['source', 'filename', 'hostname', 'packageId'] as const) {
    const text = textIn(name, texts[name]);
    if (text !== undefined) group[name] = text;
  }
  const named = textsIn('tags', tags);
  if (named !== undefined) group.tags = named;
  return group;
}
