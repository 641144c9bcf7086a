import { ConsumerError } from '@polylog/core/driver';

/** A point of the line that the partitions share out among them. Throws `invalid-argument`. */
export function hashKeyIn(key: unknown): string {
  if (typeof key === 'string' && /^[0-9a-f]{1,32}$/i.test(key)) return key;
  throw new ConsumerError(
    'invalid-argument',
    'hashKey is not 1 to 32 hexadecimal digits, such as an MD5. Leave it out to let the service choose.',
  );
}
