import { ConsumerError } from '../errors/consumer-error.js';
import type { StartPoint } from '../position.js';

/** One line that names the option, what is allowed, and what was found. */
export function invalidOption(name: string, found: unknown, allowed: string): ConsumerError {
  const message = `Option "${name}" must be ${allowed}; found ${describe(found)}.`;
  return new ConsumerError('invalid-argument', message, { option: name });
}

export function numberOption(
  name: string,
  value: number | undefined,
  o: { readonly byDefault: number; readonly min: number; readonly max?: number; readonly whole?: boolean },
): number {
  const { min, max = Number.POSITIVE_INFINITY, whole = false } = o;
  const used = value ?? o.byDefault;
  if (
    typeof used === 'number' &&
    used >= min &&
    used <= max &&
    (!whole || Number.isInteger(used) || used === Number.POSITIVE_INFINITY)
  )
    return used;
  const kind = whole ? 'a whole number' : 'a number';
  throw invalidOption(
    name,
    value,
    max === Number.POSITIVE_INFINITY ? `${kind}, at least ${min}` : `${kind} from ${min} to ${max}`,
  );
}

/** The first one is the default. */
export function oneOfOption<const T extends string>(
  name: string,
  value: NoInfer<T> | undefined,
  allowed: readonly [T, ...T[]],
): T {
  const used = value ?? allowed[0];
  if (allowed.includes(used)) return used;
  throw invalidOption(name, value, allowed.map((each) => `'${each}'`).join(' or '));
}

export function timeOption(name: string, value: unknown, others = ''): { readonly epochMs: number } {
  const epochMs = value instanceof Date ? value.getTime() : (value as { epochMs?: unknown } | undefined)?.epochMs;
  if (typeof epochMs === 'number' && Number.isFinite(epochMs) && epochMs >= 0) return { epochMs };
  throw invalidOption(name, value, `${others}a Date, or { epochMs } in milliseconds since 1970`);
}

export function startOption(name: string, value: unknown, others = ''): StartPoint {
  if (value === 'earliest' || value === 'latest') return value;
  return timeOption(name, value, `${others}'earliest', 'latest', `);
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof Date) return `the Date ${String(value.getTime())}`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
