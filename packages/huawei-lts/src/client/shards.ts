import { type ClientCallOptions, type Listing, wholePage } from '@polylog/driver-kit';
import { listShards } from '../wire/shards.js';
import type { LtsCalls } from './lts-calls.js';
import { type StreamRequest, streamIn } from './requests.js';

/** A shard. Its id is all that the service tells: neither a range of keys, nor whether it is read-only. */
export interface Shard {
  readonly id: string;
}

/** The shards of a log stream. There is no call that splits or merges them. */
export interface Shards {
  /** All of them. */
  list(request: StreamRequest, options?: ClientCallOptions): Listing<Shard>;
}

export function createShards(calls: LtsCalls): Shards {
  return {
    list: (request, options) =>
      calls.list('shards.list', options, 0, async (_, o) => {
        const ids = await listShards(calls.connection, streamIn(calls, request), o);
        return wholePage(ids.map((id) => ({ id })));
      }),
  };
}
