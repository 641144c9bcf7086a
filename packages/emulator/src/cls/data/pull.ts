import type { Answer } from '../../http/face.js';
import { FilterBeyondUs, filterGroup, type LogFilter } from '../../store/filter.js';
import { clsGroup } from '../../store/log-group-scan.js';
import type { CallContext } from '../call.js';
import { ClsError } from '../error.js';
import { type Fields, fieldsOf, int64Field, wholeField } from '../json.js';
import { parseQuery } from '../query.js';
import { type SnappyPart, snappyBlock, snappyPart } from '../snappy.js';
import { entryText } from '../stored-group.js';
import type { ClsSwitches } from '../switches.js';
import type { ClsPartition, StoredGroup, Topic } from '../topic.js';

const PARTITION = { least: 0, most: 2 ** 31 - 1 };
const SECONDS = { least: 0, most: 1e12, standard: 0 };
const SIZE = { least: 0, most: Number.MAX_SAFE_INTEGER, standard: 2 * 1024 * 1024 };

/** What one pull asks for. */
interface Range {
  readonly from: bigint;
  /** The place of `EndTime`, and whether the service's own time, or a log group, has reached it. */
  readonly end: { readonly offset: bigint; readonly isReached: boolean } | undefined;
  /** Log groups received before that are passed over. */
  readonly afterMs: number;
  readonly size: number;
}

interface Page {
  readonly groups: readonly StoredGroup[];
  readonly next: bigint;
}

/** Snappy, made of what was compressed when it was stored; plain JSON where that is asked for. */
export function pullLog(context: CallContext, topic: Topic): Answer {
  const { switches, nowMs, requestId } = context;
  const fields = fieldsOf(context.request);
  const partition = topic.partition(wholeField(fields, 'PartitionId', PARTITION), nowMs);
  context.quotas.take('read', `${topic.id}/${partition.id}`, nowMs);
  const isPlain = asksForPlain(fields, switches);
  const filter = filterOf(fields);
  const range = rangeOf(fields, partition, context);
  const { groups, next } = pageOf(partition, range, switches);

  const kept = filter ? groups.flatMap((group) => filtered(topic, group, filter, switches)) : groups;
  const isNull = kept.length === 0 && switches.emptyMessage === 'null';
  const offset = nextOffset(groups.length === 0, next, range, switches);
  const head = `{"Response":{"NextOffset":${offset},"RequestId":"${requestId}","Message":${isNull ? 'null' : '['}`;
  const tail = `${isNull ? '' : ']'}}}`;
  const body = isPlain
    ? Buffer.from([head, kept.map((group) => plainEntry(topic, group, switches)).join(','), tail].join(''))
    : snappyBlock([snappyPart(Buffer.from(head)), ...separated(kept), snappyPart(Buffer.from(tail))]);
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

function asksForPlain({ CompressType: type }: Fields, { plainPull }: ClsSwitches): boolean {
  if (typeof type === 'string' && type.toLowerCase() === 'snappy') return false;
  if ((type === undefined || type === '') && plainPull === 'json') return true;
  throw new ClsError(400, 'InvalidCompressType', `CompressType is ${JSON.stringify(type)}; allowed is snappy`);
}

function filterOf({ Query: query }: Fields): LogFilter | undefined {
  if (query === undefined || query === '') return undefined;
  try {
    return parseQuery(String(query));
  } catch (error) {
    if (!(error instanceof FilterBeyondUs)) throw error;
    throw new ClsError(400, 'SyntaxError', `Query is wrong, or beyond the emulator: ${String(query)}`);
  }
}

function rangeOf(fields: Fields, partition: ClsPartition, { switches, nowMs }: CallContext): Range {
  const startMs = wholeField(fields, 'StartTime', SECONDS) * 1000;
  const endMs = wholeField(fields, 'EndTime', SECONDS) * 1000;
  const end = endMs > 0 ? partition.offsetAt(endMs) : undefined;
  return {
    from: startOf(int64Field(fields, 'StartOffset') ?? -1n, startMs, partition, switches),
    end: end === undefined ? undefined : { offset: end, isReached: nowMs >= endMs || end < partition.endOffset },
    afterMs: switches.startTime === 'filters' ? startMs : 0,
    size: sizeOf(fields, switches),
  };
}

function startOf(offset: bigint, startMs: number, partition: ClsPartition, switches: ClsSwitches): bigint {
  const { beginOffset, endOffset } = partition;
  if (offset < 0n) return startMs > 0 && switches.startTime !== 'ignored' ? partition.offsetAt(startMs) : beginOffset;
  if (offset >= beginOffset && offset <= endOffset) return offset;
  const { invalidOffsetStatus, invalidOffsetCode } = switches;
  throw new ClsError(
    invalidOffsetStatus,
    invalidOffsetCode,
    `offset ${offset} is not in ${beginOffset} to ${endOffset}`,
  );
}

function sizeOf(fields: Fields, { pullSize, pullMinBytes, pullMaxBytes }: ClsSwitches): number {
  const size = wholeField(fields, 'Size', pullSize === 'bytes' ? { ...SIZE, least: pullMinBytes } : SIZE);
  return pullSize === 'bytes' ? Math.min(size, pullMaxBytes) : size;
}

/** Until the size is reached, but at least one. */
function pageOf(partition: ClsPartition, { from, end, afterMs, size }: Range, switches: ClsSwitches): Page {
  const groups: StoredGroup[] = [];
  let next = from;
  let bytes = 0;
  for (const stored of partition.from(from)) {
    if (end && stored.offset >= end.offset) break;
    if (stored.receivedAtMs >= afterMs) {
      bytes += stored.group.length;
      const limit = switches.pullSize === 'bytes' ? size : switches.pullMaxBytes;
      const isFull = bytes > limit || (switches.pullSize === 'groups' && groups.length >= size);
      if (isFull && groups.length > 0) break;
      groups.push(stored);
    }
    next = stored.nextOffset;
  }
  return { groups, next };
}

/** Never -1 at the mere tail, unless a switch wants it: a vendor's library would stop reading there for ever. */
function nextOffset(isEmpty: boolean, next: bigint, { end }: Range, { caughtUp, endOfRange }: ClsSwitches): bigint {
  const isOver = end?.isReached === true && next >= end.offset;
  if (isOver && (isEmpty || endOfRange === 'with-data')) return -1n;
  if (!isEmpty || caughtUp === 'position') return next;
  return caughtUp === 'zero' ? 0n : -1n;
}

function filtered(topic: Topic, stored: StoredGroup, filter: LogFilter, switches: ClsSwitches): readonly StoredGroup[] {
  const kept = filterGroup(stored.group, clsGroup, filter);
  if (!kept) return [];
  if (kept.lines === stored.lines) return [stored];
  const entry = snappyPart(entryText(topic, kept.group, stored.receivedAtMs, switches));
  return [{ ...stored, ...kept, entry }];
}

function plainEntry(topic: Topic, { group, receivedAtMs }: StoredGroup, switches: ClsSwitches): string {
  return entryText(topic, group, receivedAtMs, switches).toString('latin1');
}

const comma = snappyPart(Buffer.from(','));

function separated(groups: readonly StoredGroup[]): readonly SnappyPart[] {
  return groups.flatMap(({ entry }, i) => (i === 0 ? [entry] : [comma, entry]));
}
