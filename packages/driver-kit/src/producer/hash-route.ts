import { createHash } from 'node:crypto';
import type { ConsumerError } from '@polylog/core/driver';
import { hashKeyIn } from '../client/hash-key.js';
import { invalidRequest as invalid } from '../client/request-readers.js';
import { createOptionReaders } from '../options/option-readers.js';
import type { PreparedRecord } from './producer-wire.js';

/** Which partition a record goes to, where the service takes hash keys. */
export interface HashRoute {
  readonly key?: string;
  readonly hashKey?: string;
}

/**
 * The hash key that a record is put under, of 32 digits. Keys are sorted into stretches of the hash line by the first bits of
 * their MD5, and each stretch goes by its beginning, so that many keys share a batch; a partition that is split keeps their
 * order, because one point of the line is always in one partition. Throws `invalid-argument`.
 */
export function hashRouteOf({ key, hashKey }: HashRoute, buckets: number): PreparedRecord<never>['order'] {
  if (key === undefined) {
    if (hashKey === undefined) return undefined;
    const point = hashKeyIn(hashKey).toLowerCase();
    return { route: point, key: point };
  }
  if (hashKey !== undefined) throw invalid('key and hashKey exclude each other: name one of them, or neither.');
  const [first = 0] = createHash('md5').update(keyIn(key)).digest();
  const width = 256 / buckets;
  const beginning = first - (first % width);
  return { route: beginning.toString(16).padStart(2, '0').padEnd(32, '0'), key };
}

/** Throws `invalid-argument`. */
export function keyIn(key: unknown): string {
  if (typeof key === 'string') return key;
  throw invalid('key is no text. Leave it out where the order does not matter.');
}

/** The option `buckets`: a power of two. Throws through `refuse`. */
export function bucketsIn(option: unknown, refuse: (message: string, option: string) => ConsumerError): number {
  const { wholeNumber } = createOptionReaders(refuse);
  const buckets = wholeNumber('buckets', option, { byDefault: 64, min: 1, max: 256 });
  if (Number.isInteger(Math.log2(buckets))) return buckets;
  throw refuse(`buckets is ${buckets}; allowed: 1, 2, 4, 8, 16, 32, 64, 128, 256. Leave it out for 64.`, 'buckets');
}
