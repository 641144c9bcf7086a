import { parseHttpDate } from '../time/http-date.js';

/** Nobody means more than a day; a larger number is nonsense that must not stop a consumer. */
const LONGEST_MS = 86_400_000;

/**
 * How long the service asks to wait, in milliseconds, from `Retry-After`: seconds, or a date, which counts from the
 * answer's own `Date`, so that this machine's clock has no say. Undefined where there is none or it makes no sense.
 */
export function retryAfterMs(headers: Readonly<Record<string, string | undefined>>): number | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined) return undefined;
  if (/^\d{1,12}(\.\d{1,3})?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1_000), LONGEST_MS);
  const until = parseHttpDate(text);
  const from = parseHttpDate(headers.date);
  if (until === undefined || from === undefined) return undefined;
  return Math.min(Math.max(0, until - from), LONGEST_MS);
}
