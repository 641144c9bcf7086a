import type { JsonObject } from '@polylog/driver-kit';

/** Those of an answer's fields that are there as text. */
export function optionalText<N extends string>(object: JsonObject, ...names: readonly N[]): { [name in N]?: string } {
  const found: { [name in N]?: string } = {};
  for (const name of names) {
    const value = object[name];
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}

/** A whole number of an answer that may be missing. */
export function optionalNumber(object: JsonObject, name: string): number | undefined {
  const value = object[name];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** An answer's object without these fields: what is left is kept as it came. */
export function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
