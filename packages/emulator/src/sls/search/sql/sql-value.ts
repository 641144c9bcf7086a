/** A bigint is a `bigint`, a number a `double`, a string a `varchar`. */
export type SqlValue = bigint | number | string | boolean | null;

/** The service's names; `unknown` is that of a bare null. */
export type SqlType = 'bigint' | 'double' | 'varchar' | 'boolean' | 'unknown';

export const isNumeric = (type: SqlType): boolean => type === 'bigint' || type === 'double' || type === 'unknown';

/** Whether values of these types may be compared with one another. */
export function areComparable(a: SqlType, b: SqlType): boolean {
  return a === b || a === 'unknown' || b === 'unknown' || (isNumeric(a) && isNumeric(b));
}

/** Of values of types that may be compared; neither is null. */
export function compareValues(a: SqlValue, b: SqlValue): number {
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

/** As an answer holds it, where everything is text: null by its name (a guess), and a double by its point or exponent. */
export function valueText(value: SqlValue): string {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

/** A text as a value of a column; null where it is none. */
export function typedValue(text: string | undefined, type: 'long' | 'double' | 'text'): SqlValue {
  if (text === undefined) return null;
  if (type === 'text') return text;
  const trimmed = text.trim();
  if (type === 'double') return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : null;
  if (!/^[+-]?\d{1,19}$/.test(trimmed)) return null;
  const value = BigInt(trimmed.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : null;
}
