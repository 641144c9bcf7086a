import { invalidRequest } from './request-readers.js';

/** Where a partition is to be split. Throws `invalid-argument`. */
export function splitKeyIn(key: unknown): string {
  if (typeof key === 'string' && /^[0-9a-f]{32}$/i.test(key)) return key.toLowerCase();
  throw invalidRequest('key is not 32 hexadecimal digits. Leave it out to split in the middle.');
}
