import { ConsumerError } from '@polylog/core/driver';
import { type Codec, frameLogGroup } from '@polylog/driver-kit';
import { type ClsCompression, clsCodecFor } from '../compression.js';
import type { ClsConnection, SendOptions } from './connection.js';
import { sendData } from './send-data.js';

export interface UploadLogRequest {
  readonly topicId: string;
  /** Encoded log groups, 1 to 10: each is one step of the offset. */
  readonly logGroups: readonly Uint8Array[];
  /** @defaultValue 'lz4' */
  readonly compression?: ClsCompression | Codec;
  /** Up to 32 hex digits: the partition whose range holds them gets the groups. Absent: the service chooses. */
  readonly hashKey?: string;
}

/** The upload of the data plane, `/structuredlog`. Whether it stores all or nothing is not documented. Sent again after a lost answer it may be stored twice. */
export async function uploadLog(connection: ClsConnection, request: UploadLogRequest, o: SendOptions): Promise<void> {
  const { topicId, logGroups, compression = 'lz4', hashKey } = request;
  const codec = typeof compression === 'string' ? clsCodecFor(compression) : compression;
  if (codec === undefined)
    throw new ConsumerError('unsupported', `compression "${compression}" is not to be had on this Node. Take "lz4".`);
  await sendData(
    connection,
    {
      call: 'Upload',
      path: '/structuredlog',
      query: [['topic_id', topicId]],
      contentType: 'application/x-protobuf',
      headers: {
        ...(codec.name === 'none' ? {} : { 'x-cls-compress-type': codec.name }),
        ...(hashKey === undefined ? {} : { 'x-cls-hashkey': hashKey }),
      },
      body: codec.compress(Buffer.concat(logGroups.map(frameLogGroup))),
    },
    o,
  );
}
