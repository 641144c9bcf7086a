import { corrupt, type ResponseHeaders, serviceTimeMs } from '@polylog/driver-kit';
import type { LtsConnection, SendOptions } from './connection.js';
import { requestIdOf } from './request-id.js';
import { sendRequest } from './send-request.js';
import { type ShardRef, streamPath } from './stream-ref.js';

export interface PullLogsRequest extends ShardRef {
  /** Included. */
  readonly start: bigint;
  /** Not included. */
  readonly end?: bigint | undefined;
  /** At most so many logs, 1 to 1000. */
  readonly limit: number;
  /** A larger body is refused. */
  readonly maxBodyBytes: number;
  /** Called before the body is read; a buffer that it answers with is filled. */
  readonly onHead?: (head: PullHead) => Promise<Buffer | undefined>;
}

/** What is known of an answer before its body. */
export interface PullHead {
  /** In bytes; undefined where the answer does not tell. */
  readonly bodyBytes: number | undefined;
  readonly servedAtMs: number | undefined;
  readonly requestId: string | undefined;
}

export interface PulledLogs extends PullHead {
  /** JSON; may lie in the buffer that `onHead` gave. */
  readonly body: Buffer;
}

const CALL = 'PullLogs';

/** The pull of the access node: logs from a place on. It answers at once, also where there is nothing. */
export async function pullLogs(
  connection: LtsConnection,
  request: PullLogsRequest,
  o: SendOptions,
): Promise<PulledLogs> {
  const { projectId, shard, start, end, limit, maxBodyBytes, onHead } = request;
  let head: PullHead | undefined;
  const { headers, body } = await sendRequest(
    connection,
    {
      call: CALL,
      face: 'access',
      lane: 'pull',
      movesLogs: true,
      method: 'GET',
      projectId,
      path: `${streamPath('v2', request)}/shards/${shard}`,
      query: [
        ['start', String(start)],
        ['limit', String(limit)],
        ...(end === undefined ? [] : [['end', String(end)] as const]),
      ],
      maxBodyBytes,
      async onHeaders(status, answered) {
        if (status < 200 || status > 299) return undefined;
        head = headOf(answered, maxBodyBytes);
        return await onHead?.(head);
      },
    },
    o,
  );
  if (head === undefined) {
    // A transport of the user's that does not know `onHeaders`: late is better than never.
    head = headOf({ ...headers, 'content-length': String(body.length) }, maxBodyBytes);
    await onHead?.(head);
  }
  return { ...head, body };
}

function headOf(headers: ResponseHeaders, maxBodyBytes: number): PullHead {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw corrupt(CALL, `a body in the encoding "${encoding.slice(0, 20)}", which was not asked for`);
  const length = headers['content-length'];
  // Node's own parser lets none of these through; the transport may be the user's.
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw corrupt(CALL, 'a content-length that is no size');
  const bodyBytes = length === undefined ? undefined : Number(length);
  if (bodyBytes !== undefined && bodyBytes > maxBodyBytes) {
    throw corrupt(CALL, `a body of ${bodyBytes} bytes, where at most ${maxBodyBytes} are accepted`);
  }
  return { bodyBytes, servedAtMs: serviceTimeMs(headers), requestId: requestIdOf(headers) };
}
