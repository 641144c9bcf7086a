import { parseKey, type ShortKey } from '../store/hash-key.js';
import { SlsError } from './error.js';

/** The hash key that a put names. */
export function routeKey(text: string, short: ShortKey): bigint {
  const key = parseKey(text, short);
  if (key === undefined) throw new SlsError(400, 'InvalidKey', `invalid hash key: ${text}`);
  return key;
}
