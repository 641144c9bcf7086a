import { ConsumerError } from '@polylog/core/driver';
import { type Codec, codecFor, deflateRaw, frameLogGroup } from '@polylog/driver-kit';
import type { ClsConnection, SendOptions } from './connection.js';
import { sendData } from './send-data.js';

export interface UploadLogRequest {
  readonly topicId: string;
  /** Encoded log groups, 1 to 10: each is one step of the offset. */
  readonly logGroups: readonly Uint8Array[];
  /** @defaultValue 'lz4' */
  readonly compression?: Codec['name'] | Codec;
  /** Hex digits: the partition whose range holds them gets the groups. Absent: the service chooses. */
  readonly hashKey?: string;
}

/** The codecs of uploads: `deflate` is the bare form here (RFC 1951), without zlib's header. */
export function uploadCodec(name: string | undefined): Codec | undefined {
  return name?.toLowerCase() === 'deflate' ? deflateRaw : codecFor(name);
}

/** The upload of the data plane, `/structuredlog`: all or nothing. Sent again after a lost answer it may be stored twice. */
export async function uploadLog(connection: ClsConnection, request: UploadLogRequest, o: SendOptions): Promise<void> {
  const { topicId, logGroups, compression = 'lz4', hashKey } = request;
  const codec = typeof compression === 'string' ? uploadCodec(compression) : compression;
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
