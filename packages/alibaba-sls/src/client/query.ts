import { ConsumerError, sleep } from '@polylog/core/driver';
import { type Moment, momentMs, type SendOptions } from '@polylog/driver-kit';
import { type FoundLog, type FoundLogs, type GetLogsRequest, getLogs, getLogsOld } from '../wire/get-logs.js';
import { getHistograms, type Histogram } from '../wire/histograms.js';
import { invalid, type LogstoreRequest, logstoreIn, oneOf, textIn, wholeNumber } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** Which logs, by their own time. The logstore needs an index. */
export interface SearchRequest extends LogstoreRequest {
  /** The first second that counts; rounded down. */
  readonly from: Moment;
  /** The first one that does not count any more; rounded up. */
  readonly to: Moment;
  /** What to look for, as `status: 500 and not path: /health`. @defaultValue '*' */
  readonly query?: string;
  /** Only logs of this topic. @defaultValue any */
  readonly topic?: string;
}

export interface QueryRequest extends SearchRequest {
  /** `search`, or `search | SQL`: `* | select status, count(*) as n group by status limit 10`. @defaultValue '*' */
  readonly query?: string;
  /** @defaultValue false: the oldest first */
  readonly newestFirst?: boolean;
  /** Whether SQL runs on the larger machines that cost extra. @defaultValue false */
  readonly powerSql?: boolean;
  /**
   * Which form of the call: `v3` (GetLogsV3), or `v2`, the old one, for servers that have no other. The answer is the same; v2
   * tells neither `processedBytes` nor `columns`.
   * @defaultValue 'v3'
   */
  readonly form?: 'v3' | 'v2';
}

export interface GetRequest extends QueryRequest {
  /** Most logs, 1 to 100. Not with SQL, where `limit` in the query says it. @defaultValue 100 */
  readonly limit?: number;
  /** How many to pass over. Not with SQL. @defaultValue 0 */
  readonly offset?: number;
}

const LARGEST_PAGE = 100;
/** What comes up with half an answer mostly has the whole one a moment later. */
const REPEATS = 5;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const PATIENCE_MS = 120_000;

/** One page; asked for again, five times at most, while the service has only half of it. */
export async function get(calls: SlsCalls, request: GetRequest, o: SendOptions): Promise<FoundLogs> {
  const { limit, offset } = request;
  const query = queryIn(request);
  const isSql = hasSql(query.query);
  if (isSql && (limit !== undefined || offset !== undefined))
    throw invalid('limit and offset do not go with SQL. Say it in the query: "… limit 20, 10" passes over 20 rows.');
  const ask = asker(calls, request);
  const asked = {
    ...query,
    line: isSql ? 0 : wholeNumber('limit', limit, { byDefault: LARGEST_PAGE, min: 1, max: LARGEST_PAGE }),
    offset: wholeNumber('offset', offset, { byDefault: 0, min: 0, max: Number.MAX_SAFE_INTEGER }),
  };
  for (let repeats = 0; ; repeats++) {
    const found = await ask(asked, o);
    if (found.complete || repeats === REPEATS) return found;
    await sleep(calls.clock, PAUSE_MS, o.signal);
  }
}

/** Every log, page by page, each waited for until it is whole; the rows of SQL, which come in one answer. */
export async function* getAll(calls: SlsCalls, request: QueryRequest, o: SendOptions): AsyncGenerator<FoundLog> {
  const query = queryIn(request);
  const line = hasSql(query.query) ? 0 : LARGEST_PAGE;
  const ask = asker(calls, request);
  for (let offset = 0; ; offset += line) {
    const { logs } = await wholePage(calls, () => ask({ ...query, line, offset }, o), o);
    yield* logs;
    if (line === 0 || logs.length < line) return;
  }
}

export async function histogram(
  { connection, clock }: SlsCalls,
  request: SearchRequest,
  o: SendOptions,
): Promise<Histogram> {
  const { reverse, powerSql, ...query } = queryIn(request);
  for (let repeats = 0; ; repeats++) {
    const found = await getHistograms(connection, query, o);
    if (found.complete || repeats === REPEATS) return found;
    await sleep(clock, PAUSE_MS, o.signal);
  }
}

async function wholePage(
  { clock }: SlsCalls,
  ask: () => Promise<FoundLogs>,
  { signal }: SendOptions,
): Promise<FoundLogs> {
  const startedAt = clock.monotonic();
  for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const found = await ask();
    if (found.complete) return found;
    if (clock.monotonic() - startedAt + pauseMs > PATIENCE_MS) {
      throw new ConsumerError(
        'unavailable',
        `the query is still incomplete after ${PATIENCE_MS / 1000} s: it is too large for the service. Ask for a shorter time, or for less.`,
      );
    }
    await sleep(clock, pauseMs, signal);
  }
}

type Query = Omit<GetLogsRequest, 'line' | 'offset'>;

function asker(
  { connection }: SlsCalls,
  { form }: QueryRequest,
): (request: GetLogsRequest, o: SendOptions) => Promise<FoundLogs> {
  const send = oneOf('form', form, ['v3', 'v2']) === 'v2' ? getLogsOld : getLogs;
  return (request, o) => send(connection, request, o);
}

function queryIn(request: QueryRequest): Query {
  const ref = logstoreIn(request);
  const fromSeconds = Math.floor(momentMs(request.from, 'from') / 1000);
  const toSeconds = Math.ceil(momentMs(request.to, 'to') / 1000);
  if (fromSeconds < 0 || toSeconds <= fromSeconds) throw invalid('to is not after from, in whole seconds.');
  return {
    ...ref,
    fromSeconds,
    toSeconds,
    query: textIn('query', request.query) ?? '*',
    topic: textIn('topic', request.topic),
    reverse: request.newestFirst === true,
    powerSql: request.powerSql,
  };
}

/** Whether a pipe outside quotes is followed by something else than what asks for a log's place in its pack. */
function hasSql(query: string): boolean {
  const parts = query.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""').split('|');
  return parts.length > 1 && parts[1]?.trim().toLowerCase() !== 'with_pack_meta';
}
