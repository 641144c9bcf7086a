import type { Random } from '@polylog/core/driver';

/** A small generator (mulberry32): the same seed gives the same faults and the same request ids in the same order. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many hex digits, upper case. */
export function randomHex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) text += Math.floor(random() * 16).toString(16);
  return text.toUpperCase();
}

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
