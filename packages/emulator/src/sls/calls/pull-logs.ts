import { frameLogGroup } from '@polylog/driver-kit';
import type { Answer } from '../../http/face.js';
import { FilterBeyondUs, filterGroup, type LogFilter } from '../../store/filter.js';
import { fields, slsGroup } from '../../store/log-group-scan.js';
import { type CallContext, logstoreOf, wholeParameter } from '../call.js';
import { pullCodec } from '../compression.js';
import { cursorText, parseCursor } from '../cursor.js';
import { parameterInvalid, SlsError } from '../error.js';
import { parseFilter } from '../query.js';
import { parameter } from '../router.js';
import type { SegmentCodec } from '../segment.js';
import type { Shard, Stretch } from '../shard.js';
import { checkedCursor } from './cursors.js';

const NOTHING = new Uint8Array(0);

interface PulledBody {
  readonly groups: number;
  readonly rawBytes: number;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** A pull reads to the end of a segment at most, so that whole segments come out of the cache. HEAD gives only the headers. */
export function pullLogs(context: CallContext): Answer {
  const { request, switches } = context;
  const shard = logstoreOf(context).shard(context.route.shard ?? '', context.nowMs);
  const from = checkedCursor(context, shard, parameter(request, 'cursor') ?? '');
  const count = wholeParameter(context, 'count', 1000, 1, 1000);
  const query = parameter(request, 'query') ?? '';
  const codec = pullCodec(request.headers['accept-encoding']);
  const stretch = shard.stretch(from, count, endCursorOf(context));
  const next = stretch ? shard.base + BigInt(stretch.to) : from;

  const pulled = pulledBody(shard, stretch, query, codec);
  const headers: Record<string, string> = {
    'content-type': 'application/x-protobuf',
    'x-log-cursor': cursorText(next),
    'x-log-count': String(pulled.groups),
    'x-log-bodyrawsize': String(pulled.rawBytes),
    ...(codec && pulled.rawBytes > 0 ? { 'x-log-compresstype': codec.name } : {}),
    ...lastRead(shard, stretch, next),
    ...endOfCursor(switches.endOfCursor, next === shard.endCursor, stretch === undefined),
    ...pulled.headers,
  };
  if (request.method !== 'HEAD') return { status: 200, headers, body: pulled.body };
  return { status: 200, headers: { ...headers, 'content-length': String(pulled.body.length) }, body: NOTHING };
}

function endCursorOf(context: CallContext): bigint | undefined {
  const text = parameter(context.request, 'end_cursor');
  if (text === undefined || text === '') return undefined;
  const cursor = parseCursor(text);
  if (cursor === undefined) throw parameterInvalid(`Invalid cursor ${text}`);
  return cursor;
}

function pulledBody(
  shard: Shard,
  stretch: Stretch | undefined,
  query: string,
  codec: SegmentCodec | undefined,
): PulledBody {
  const filter = query === '' ? undefined : filterOf(query);
  if (!stretch) return { groups: 0, rawBytes: 0, body: NOTHING, headers: filter ? filterHeaders(0, 0, 0, 0) : {} };
  const { segment, from, to } = stretch;
  const rawBytes = segment.rawBytesOf(from, to);
  if (!filter) {
    const body = codec ? segment.encoded(from, to, codec) : segment.raw(from, to);
    return { groups: to - from, rawBytes, body, headers: {} };
  }
  const all = shard.groups(stretch);
  const kept = all.flatMap((group) => filterFramed(group.framed, filter) ?? []);
  const raw = Buffer.concat(kept.map((group) => group.framed));
  const linesOf = (groups: readonly { readonly lines: number }[]): number =>
    groups.reduce((sum, group) => sum + group.lines, 0);
  return {
    groups: kept.length,
    rawBytes: raw.length,
    body: codec && raw.length > 0 ? codec.compress(raw) : raw,
    headers: filterHeaders(rawBytes, all.length, linesOf(all), linesOf(kept)),
  };
}

function filterOf(query: string): LogFilter {
  try {
    return parseFilter(query);
  } catch (error) {
    if (!(error instanceof FilterBeyondUs)) throw error;
    throw new SlsError(400, 'InvalidQueryString', `query string is invalid, or beyond the emulator: ${query}`);
  }
}

/** What is left of a framed group, itself framed; undefined if nothing is. */
function filterFramed(
  framed: Buffer,
  filter: LogFilter,
): { readonly framed: Buffer; readonly lines: number } | undefined {
  const [field] = fields(framed);
  const kept = filterGroup(field?.bytes ?? Buffer.alloc(0), slsGroup, filter);
  return kept && { framed: frameLogGroup(kept.group), lines: kept.lines };
}

/** Size and counts before the filter, which clients pace themselves by. */
function filterHeaders(rawBytes: number, groups: number, lines: number, keptLines: number): Record<string, string> {
  return {
    'x-log-rawdatasize': String(rawBytes),
    'x-log-rawdatacount': String(groups),
    'x-log-rawdatalines': String(lines),
    'x-log-resultlines': String(keptLines),
    'x-log-failedlines': '0',
  };
}

/** Of the last group read; a plain decimal, unlike every other cursor. */
function lastRead(shard: Shard, stretch: Stretch | undefined, next: bigint): Record<string, string> {
  if (!stretch) return {};
  const last = next - 1n;
  return {
    'x-log-read-last-cursor': last.toString(),
    'x-log-cursor-time': String(Math.floor(shard.group(last).receivedAtMs / 1000)),
  };
}

function endOfCursor(
  rule: 'at-tail' | 'when-empty' | 'never',
  atTail: boolean,
  empty: boolean,
): Record<string, string> {
  if (rule === 'never') return {};
  return { 'x-log-end-of-cursor': atTail && (rule === 'at-tail' || empty) ? '1' : '0' };
}
