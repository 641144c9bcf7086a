import { ConsumerError } from '@polylog/core/driver';

const ISO = /^(\d{4}-\d\d)-(\d\d)[Tt ]\d\d:\d\d(?::\d\d(?:\.(\d+))?)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

/**
 * A time as a configuration says it. Bare digits are refused, because CLS means seconds by them and LTS nanoseconds; so is a
 * time without its zone, which would be another one on every machine. Throws `invalid-argument`.
 */
export function readTime(value: unknown, option: string): { readonly epochMs: number } {
  const wrong = (what: string): ConsumerError => new ConsumerError('invalid-argument', `${option} ${what}`, { option });
  const advice = 'Write it as ISO 8601 with its zone: "2026-01-01T00:00:00Z" or "2026-01-01T08:00:00+08:00".';
  if (value instanceof Date && Number.isFinite(value.getTime())) return { epochMs: value.getTime() };
  if (typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && /^\d+$/.test(value)))
    throw wrong(`is bare digits, of which nobody knows the unit: CLS counts seconds, LTS nanoseconds. ${advice}`);
  const [text, month, day, fraction = ''] = typeof value === 'string' ? (ISO.exec(value.trim()) ?? []) : [];
  if (text === undefined) throw wrong(`is no time with a date, hours and a zone. ${advice}`);
  if (fraction.length > 3) throw wrong('is finer than a millisecond. Leave out the digits behind the third.');
  const epochMs = Date.parse(text.toUpperCase().replace(' ', 'T'));
  // JavaScript takes the 30th of February for the 2nd of March.
  const lastDay = new Date(new Date(`${month}-01T00:00:00Z`).setUTCMonth(Number(month?.slice(5)), 0)).getUTCDate();
  if (Number.isFinite(epochMs) && epochMs >= 0 && Number(day) <= lastDay) return { epochMs };
  throw wrong(`is no day or hour that there is, or before 1970. ${advice}`);
}
