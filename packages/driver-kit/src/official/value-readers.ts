import { ConsumerError } from '@polylog/core/driver';

/** Turns the value of an official option into ours, or throws `invalid-argument` with a line that helps. */
export type ValueReader<T> = (value: unknown, name: string) => T;

/** How official start and end times come in. */
export type OfficialTime = 'begin' | 'end' | { readonly epochMs: number };

/** Any text, shown in messages as it was found. */
export function text(advice: string): ValueReader<string> {
  return (value, name) => {
    if (typeof value === 'string') return value.trim();
    throw refused(name, value, 'text', advice);
  };
}

/** Text that no message may repeat. */
export function secretText(advice: string): ValueReader<string> {
  return (value, name) => {
    if (typeof value === 'string') return value;
    throw new ConsumerError('invalid-argument', `${name} is ${kindOf(value)}; allowed is text. ${advice}`);
  };
}

/** Text of a given form. */
export function matching(pattern: RegExp, allowed: string, advice: string): ValueReader<string> {
  return (value, name) => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw refused(name, value, allowed, advice);
  };
}

/** One of a few words, compared without case. */
export function oneOf<T>(words: Readonly<Record<string, T>>, advice: string): ValueReader<T> {
  return (value, name) => {
    const key = Object.keys(words).find((word) => word.toLowerCase() === String(value).toLowerCase());
    if (key !== undefined && (typeof value === 'string' || typeof value === 'number')) return words[key]!;
    throw refused(name, value, Object.keys(words).join(', '), advice);
  };
}

/** `true`, `false`, or the same as text (Python writes `True`). */
export function flag(advice: string): ValueReader<boolean> {
  return (value, name) => {
    const word = String(value).toLowerCase();
    if ((typeof value === 'boolean' || typeof value === 'string') && (word === 'true' || word === 'false'))
      return word === 'true';
    throw refused(name, value, 'true or false', advice);
  };
}

/** A whole number, or digits as text, in official units of `unitMs` each; fractions are taken where `fractions` says so. */
export function amount(bounds: {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly advice: string;
  readonly fractions?: boolean;
}): ValueReader<number> {
  const { min, max, unit, advice, fractions = false } = bounds;
  return (value, name) => {
    const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    const good =
      typeof number === 'number' && number >= min && number <= max && (fractions || Number.isInteger(number));
    if (good) return number;
    throw refused(
      name,
      value,
      `${fractions ? 'numbers' : 'whole numbers'} from ${min} to ${max}${unit === '' ? '' : ` ${unit}`}`,
      advice,
    );
  };
}

/** Epoch seconds, an ISO 8601 time with a zone, a `Date`, `begin` or `end`. */
export const officialTime: ValueReader<OfficialTime> = (value, name) => {
  if (value === 'begin' || value === 'end') return value;
  if (value instanceof Date && Number.isFinite(value.getTime())) return { epochMs: value.getTime() };
  if (typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value.trim()))) {
    const seconds = Number(value);
    if (seconds > LATEST_SECONDS) {
      throw refused(
        name,
        value,
        'epoch seconds',
        'This looks like milliseconds or less: divide it down to seconds, as the official libraries take them.',
      );
    }
    if (Number.isInteger(seconds) && seconds >= 0) return { epochMs: seconds * 1000 };
  }
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value)) {
    if (!/(?:z|[+-]\d\d:?\d\d)$/i.test(value.trim())) {
      throw refused(
        name,
        value,
        'a time with its zone',
        'Add the zone, such as "Z" or "+08:00": without one it would mean something else on every machine.',
      );
    }
    const epochMs = Date.parse(value.trim().replace(' ', 'T').replace(/\s+/g, ''));
    if (Number.isFinite(epochMs)) return { epochMs };
  }
  throw refused(
    name,
    value,
    '"begin", "end", epoch seconds, or an ISO 8601 time with a zone',
    'For example 1700000000 or "2023-11-14T22:13:20Z".',
  );
};

/** The year 5138: whatever is larger was not meant as seconds. */
const LATEST_SECONDS = 99_999_999_999;

function refused(name: string, value: unknown, allowed: string, advice: string): ConsumerError {
  return new ConsumerError('invalid-argument', `${name} is ${shown(value)}; allowed: ${allowed}. ${advice}`);
}

/** A found value in a message: short, on one line. Never used for secrets. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'undefined' ? 'missing' : `a ${typeof value}`;
}
