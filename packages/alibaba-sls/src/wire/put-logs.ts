import { ConsumerError } from '@polylog/core/driver';
import { type Codec, codecFor } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { send } from './send.js';

export interface PutLogsRequest extends LogstoreRef {
  /** One encoded LogGroup: one step of the cursor. */
  readonly logGroup: Uint8Array;
  /** @defaultValue 'lz4' */
  readonly compression?: Codec['name'] | Codec;
  /** Up to 32 hex digits: the shard whose range holds it gets the group. Absent: the service chooses. */
  readonly hashKey?: string;
}

/** PutLogs: all or nothing. Sent again after a lost answer it may be stored twice. */
export async function putLogs(connection: SlsConnection, request: PutLogsRequest, o: SendOptions): Promise<void> {
  const { logGroup, compression = 'lz4', hashKey } = request;
  const codec = typeof compression === 'string' ? codecFor(compression) : compression;
  if (codec === undefined)
    throw new ConsumerError('unsupported', `compression "${compression}" is not to be had on this Node. Take "lz4".`);
  await send(
    connection,
    {
      call: 'PutLogs',
      method: 'POST',
      project: request.project,
      path: `${logstorePath(request)}/shards/${hashKey === undefined ? 'lb' : 'route'}`,
      query: hashKey === undefined ? [] : [['key', hashKey]],
      headers: {
        'content-type': 'application/x-protobuf',
        'x-log-bodyrawsize': String(logGroup.length),
        ...(codec.name === 'none' ? {} : { 'x-log-compresstype': codec.name }),
      },
      body: codec.compress(logGroup),
    },
    o,
  );
}
