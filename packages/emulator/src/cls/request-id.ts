import type { Random } from '@polylog/core/driver';
import { randomHex } from '../random.js';

/** In the form of a UUID, which ids and request ids of this service have. */
export function randomUuid(random: Random): string {
  const digits = randomHex(random, 30).toLowerCase();
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(12, 15)}`,
    `a${digits.slice(15, 18)}`,
    digits.slice(18),
  ].join('-');
}
