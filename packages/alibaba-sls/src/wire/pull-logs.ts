import { ConsumerError } from '@polylog/core/driver';
import { corrupt, type ResponseHeaders, serviceTimeMs } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { parseDecimal } from './cursor.js';
import { type ShardRef, shardPath } from './logstore-ref.js';
import { requestIdOf } from './request-id.js';
import { send } from './send.js';

export interface PullLogsRequest extends ShardRef {
  /** Included. */
  readonly cursor: string;
  /** Not included. */
  readonly endCursor?: string | undefined;
  /** Most log groups, 1 to 1000. */
  readonly count: number;
  /** An SPL filter. */
  readonly query?: string | undefined;
  /** What the answer may be compressed with. */
  readonly compression: 'lz4' | 'zstd' | 'deflate' | 'none';
  /** Largest body before compression, in bytes. */
  readonly maxRawBytes: number;
  /** Called before the body is read; a buffer that it answers with is filled. */
  readonly onHead?: (head: PullHead) => Promise<Buffer | undefined>;
}

/** What the headers of a pull say. */
export interface PullHead {
  readonly nextCursor: string;
  readonly groupCount: number;
  /** Size before compression; 0 is an empty body. */
  readonly rawBytes: number;
  /** Size of the body as it comes; without a Content-Length, the most that it can sensibly be. */
  readonly bodyBytes: number;
  /** As the answer names it; absent means none. */
  readonly compression: string | undefined;
  /** Number of the last log group read, where the service told it. */
  readonly lastCursor: bigint | undefined;
  /** The service says that nothing more waits now. */
  readonly atEnd: boolean;
  /** When the service received the last log group read, where it told it. Whole seconds. */
  readonly newestReceivedAtMs: number | undefined;
  readonly servedAtMs: number | undefined;
  readonly requestId: string | undefined;
}

export interface PulledLogs extends PullHead {
  /** Compressed as `compression` says; may lie in the buffer that `onHead` gave. */
  readonly body: Buffer;
}

/** PullLogs (SLS API reference, pull logs): log groups from a cursor on. A bad cursor is the code `InvalidCursor`. */
export async function pullLogs(
  connection: SlsConnection,
  request: PullLogsRequest,
  o: SendOptions,
): Promise<PulledLogs> {
  const { maxRawBytes, onHead } = request;
  let head: PullHead | undefined;
  const response = await send(
    connection,
    {
      call: 'PullLogs',
      lane: 'pull',
      method: 'GET',
      project: request.project,
      path: shardPath(request),
      query: queryOf(request),
      headers: {
        accept: 'application/x-protobuf',
        'accept-encoding': request.compression === 'none' ? '' : request.compression,
      },
      maxBodyBytes: largestBody(maxRawBytes),
      namesCursors: true,
      onHeaders: (status, headers) => {
        if (status !== 200) return undefined;
        head = readHead(headers, maxRawBytes);
        return onHead?.(head);
      },
    },
    o,
  );
  if (head === undefined) {
    // A transport of the user's that does not know `onHeaders`: late is better than never.
    head = readHead(response.headers, maxRawBytes);
    await onHead?.(head);
  }
  return Object.assign(head, { body: response.body });
}

function queryOf({ cursor, endCursor, count, query }: PullLogsRequest): [name: string, value: string][] {
  const pairs: [string, string][] = [
    ['type', 'log'],
    ['cursor', cursor],
    ['count', String(count)],
  ];
  if (endCursor !== undefined) pairs.push(['end_cursor', endCursor]);
  if (query !== undefined) pairs.push(['query', query], ['pullMode', 'scan_on_stream']);
  return pairs;
}

/** No block is much longer than what it holds: lz4 adds one byte in 255, zlib and zstd less. */
function largestBody(rawBytes: number): number {
  return rawBytes + Math.ceil(rawBytes / 255) + 64;
}

function readHead(headers: ResponseHeaders, maxRawBytes: number): PullHead {
  const nextCursor = headers['x-log-cursor'];
  if (nextCursor === undefined || nextCursor === '') throw wrong(headers, 'no x-log-cursor');
  const rawBytes = count(headers, 'x-log-bodyrawsize');
  const bodyBytes = headers['content-length'] === undefined ? largestBody(rawBytes) : count(headers, 'content-length');
  for (const [bytes, what] of [
    [rawBytes, 'x-log-bodyrawsize'],
    [bodyBytes, 'content-length'],
  ] as const) {
    const most = what === 'x-log-bodyrawsize' ? maxRawBytes : largestBody(maxRawBytes);
    if (bytes > most) {
      throw new ConsumerError(
        'corrupt-data',
        `PullLogs was answered with ${what} ${bytes}, and at most ${most} bytes are accepted. Raise the memory budget's largest body, or read fewer log groups at once.`,
        { requestId: requestIdOf(headers) },
      );
    }
  }
  const lastCursor = headers['x-log-read-last-cursor'];
  return {
    nextCursor,
    groupCount: count(headers, 'x-log-count'),
    rawBytes,
    bodyBytes,
    compression: headers['x-log-compresstype'],
    lastCursor: lastCursor === undefined ? undefined : parseDecimal(lastCursor),
    atEnd: headers['x-log-end-of-cursor'] === '1',
    newestReceivedAtMs: cursorTimeMs(headers),
    servedAtMs: serviceTimeMs(headers),
    requestId: requestIdOf(headers),
  };
}

/** Optional on the wire, and only good for telling the lag: one that is no number is as good as none. */
function cursorTimeMs(headers: ResponseHeaders): number | undefined {
  const text = headers['x-log-cursor-time'];
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) * 1000 : undefined;
}

function count(headers: ResponseHeaders, name: string): number {
  const text = headers[name];
  if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text);
  throw wrong(headers, text === undefined ? `no ${name}` : `${name} is no number`);
}

function wrong(headers: ResponseHeaders, what: string): ConsumerError {
  return corrupt('PullLogs', `headers that are not those of a pull (${what})`, requestIdOf(headers));
}
