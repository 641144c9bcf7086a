import { type ClientCallOptions, type Listing, splitKeyIn, wholePage } from '@polylog/driver-kit';
import { deleteShard, mergeShard, splitShard } from '../wire/change-shards.js';
import { listShards, type Shard } from '../wire/list-shards.js';
import { invalid, type LogstoreRequest, logstoreIn, type ShardRequest, shardIn, wholeNumber } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** The shards of a logstore. `slsGroupAdmin` has the same with more checks, for operators. */
export interface Shards {
  /** All of them, read-only ones included. */
  list(request: LogstoreRequest, options?: ClientCallOptions): Listing<Shard>;
  /**
   * Splits a shard at a hash key (32 hexadecimal digits inside its range), or evenly into `parts`, or without either into two
   * halves. Answers the old one, which is read-only from then on, and then the new ones.
   */
  split(
    request: ShardRequest & { readonly key?: string; readonly parts?: number },
    options?: ClientCallOptions,
  ): Promise<readonly Shard[]>;
  /** Merges a shard with its right-hand neighbour. Answers the new one, and then the two old ones, read-only from then on. */
  merge(request: ShardRequest, options?: ClientCallOptions): Promise<readonly Shard[]>;
  /** A read-only one, with what is in it. */
  delete(request: ShardRequest, options?: ClientCallOptions): Promise<void>;
}

export function createShards(calls: SlsCalls): Shards {
  const { connection, call } = calls;
  return {
    list: (request, options) =>
      calls.list('shards.list', options, 0, async (_, o) =>
        wholePage(await listShards(connection, logstoreIn(request), o)),
      ),
    split: (request, options) =>
      call('shards.split', options, (o) => {
        const ref = shardIn(request);
        const { key, parts } = request;
        if (key === undefined)
          return splitShard(
            connection,
            { ...ref, parts: wholeNumber('parts', parts, { byDefault: 2, min: 2, max: 100 }) },
            o,
          );
        if (parts !== undefined) throw invalid('key and parts exclude each other: name one of them, or neither.');
        return splitShard(connection, { ...ref, key: splitKeyIn(key) }, o);
      }),
    merge: (request, options) => call('shards.merge', options, (o) => mergeShard(connection, shardIn(request), o)),
    delete: (request, options) => call('shards.delete', options, (o) => deleteShard(connection, shardIn(request), o)),
  };
}
