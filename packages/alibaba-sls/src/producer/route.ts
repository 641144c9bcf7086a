import { createHash } from 'node:crypto';
import { hashKeyIn } from '../client/put.js';
import { invalid } from '../client/requests.js';

/** Which shard a record goes to. */
export interface SlsRoute {
  readonly key?: string;
  readonly hashKey?: string;
}

/**
 * The hash key that a record is put under. Keys are sorted into stretches of the hash line by the first bits of their MD5, and
 * each stretch goes by its beginning, so that many keys share a batch; a shard that is split keeps their order, because one
 * point of the line is always in one shard.
 */
export function routeOf(
  { key, hashKey }: SlsRoute,
  buckets: number,
): { readonly route: string; readonly key: string } | undefined {
  if (key === undefined) {
    if (hashKey === undefined) return undefined;
    const point = hashKeyIn(hashKey).toLowerCase();
    return { route: point, key: point };
  }
  if (hashKey !== undefined) throw invalid('key and hashKey exclude each other: name one of them, or neither.');
  if (typeof key !== 'string') throw invalid('key is no text. Leave it out where the order does not matter.');
  const [first = 0] = createHash('md5').update(key).digest();
  const width = 256 / buckets;
  const beginning = first - (first % width);
  return { route: beginning.toString(16).padStart(2, '0').padEnd(32, '0'), key };
}
