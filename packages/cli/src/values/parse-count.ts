import { UsageError } from '../command-line/usage-error.js';

/** A whole number from 1. Throws {@link UsageError}. */
export function parseCount(text: string, option: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && Number.isSafeInteger(count)) return count;
  throw new UsageError(`${option} is ${JSON.stringify(text)}; allowed: a whole number, at least 1.`);
}
