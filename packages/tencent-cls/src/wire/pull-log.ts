import { corrupt, type ResponseHeaders, serviceTimeMs, writeJson } from '@polylog/driver-kit';
import type { ClsConnection, SendOptions } from './connection.js';
import type { TopicPartition } from './logset-ref.js';
import { requestIdOf } from './request-id.js';
import { sendData } from './send-data.js';
import { checkSnappySize, largestSnappyBlock, MOST_SNAPPY_HEAD_BYTES, mostRawBytes, readSnappyHead } from './snappy.js';

export interface PullLogRequest extends TopicPartition {
  /** Included. */
  readonly startOffset: bigint;
  /** Receive time, epoch seconds; not included. */
  readonly endSeconds?: number | undefined;
  /** How much the service may answer at once, in bytes; at least one log group comes whatever it says. */
  readonly sizeBytes: number;
  /** A filter of the data-processing language. */
  readonly query?: string | undefined;
  /** Largest body before compression, in bytes. */
  readonly maxRawBytes: number;
  /** Called before the body is read; a buffer that it answers with is filled. */
  readonly onHead?: (head: PullHead) => Promise<Buffer | undefined>;
}

/** What is known of an answer before its body. */
export interface PullHead {
  readonly contentLength: string | undefined;
  /** The first bytes of the body; absent where the transport does not show them. */
  readonly firstBytes: Uint8Array | undefined;
  readonly servedAtMs: number | undefined;
  readonly requestId: string | undefined;
}

export interface PulledLog extends PullHead {
  /** A snappy block; may lie in the buffer that `onHead` gave. */
  readonly body: Buffer;
}

const CALL = 'PullLog';

/** The pull of the data plane, `/pull_log`: log groups from an offset on. An offset that is not kept is a code with `InvalidOffset` in it. */
export async function pullLog(connection: ClsConnection, request: PullLogRequest, o: SendOptions): Promise<PulledLog> {
  const { maxRawBytes, onHead } = request;
  let head: PullHead | undefined;
  const response = await sendData(
    connection,
    {
      call: CALL,
      lane: 'pull',
      path: '/pull_log',
      query: [['topic_id', request.topicId]],
      contentType: 'application/json',
      body: Buffer.from(writeJson(parametersOf(request))),
      maxBodyBytes: largestSnappyBlock(maxRawBytes),
      peekBytes: MOST_SNAPPY_HEAD_BYTES,
      onHeaders: async (status, headers, firstBytes) => {
        if (status !== 200) return undefined;
        head = headOf(headers, firstBytes);
        return await onHead?.(head);
      },
    },
    o,
  );
  const { headers, body } = response;
  if (head === undefined) {
    // A transport of the user's that does not know `onHeaders`: late is better than never.
    head = headOf({ ...headers, 'content-length': String(body.length) }, body);
    await onHead?.(head);
  }
  return { ...head, body };
}

function headOf(headers: ResponseHeaders, firstBytes: Uint8Array | undefined): PullHead {
  return {
    contentLength: headers['content-length'],
    firstBytes,
    servedAtMs: serviceTimeMs(headers),
    requestId: requestIdOf(headers),
  };
}

function parametersOf({ partition, startOffset, endSeconds, sizeBytes, query }: PullLogRequest): object {
  return {
    // The offset alone says where to begin; the service wants a time beside it.
    StartOffset: startOffset,
    StartTime: 0,
    ...(endSeconds === undefined ? {} : { EndTime: endSeconds }),
    Size: sizeBytes,
    CompressType: 'snappy',
    PartitionId: partition,
    ...(query === undefined ? {} : { Query: query }),
  };
}

/** How large an answer is: as it comes, and before compression. */
export interface PullSize {
  readonly bodyBytes: number;
  readonly rawBytes: number;
}

/** Exact where the answer has told both, else the most that it can be. Throws `corrupt-data`. */
export function pullSize({ contentLength, firstBytes }: PullHead, maxRawBytes: number): PullSize {
  const mostBytes = largestSnappyBlock(maxRawBytes);
  const told = contentLength === undefined ? undefined : Number(contentLength);
  if (told !== undefined && !(told > 0 && told <= mostBytes)) {
    throw corrupt(CALL, `a body of ${told} bytes, where 1 to ${mostBytes} are accepted`);
  }
  if (firstBytes === undefined) {
    const bodyBytes = told ?? mostBytes;
    return { bodyBytes, rawBytes: Math.min(maxRawBytes, mostRawBytes(bodyBytes)) };
  }
  const { rawBytes } = readSnappyHead(firstBytes);
  checkSnappySize(rawBytes, { blockBytes: told ?? mostBytes, maxRawBytes });
  return { bodyBytes: told ?? largestSnappyBlock(rawBytes), rawBytes };
}
