import { ConsumerError, nearestName } from '@polylog/core/driver';
import { shown, type ValueReader } from './value-readers.js';

/** One parameter: its names in the vendor's libraries, each with what reads it in that library's unit. */
export type Spellings<T> = Readonly<Record<string, ValueReader<T>>>;

/** All parameters that have a counterpart here, by our name for them. */
export type OfficialParameters<Values> = { readonly [Field in keyof Values]: Spellings<Values[Field]> };

/** What was written, in our terms. */
export interface OfficialTable<Values> {
  readonly values: Partial<Values>;
  /** The name that the user wrote, else the first of the parameter's names. */
  nameOf(field: keyof Values): string;
  /** The value, or `invalid-argument` with the names under which it could be given. */
  required<Field extends keyof Values>(field: Field): Values[Field];
}

/**
 * Reads the configuration of a vendor's consumer library under its own names. As there, `''` and `null` mean "not set",
 * and so does 0 where the library has it so. Throws `invalid-argument` with one line that names the parameter,
 * what was found, what is allowed and what to do; also for a name of `withoutCounterpart`, with its advice, and for one
 * that nobody knows.
 */
export function readOfficialTable<Values extends object>(
  table: Readonly<Record<string, unknown>>,
  parameters: OfficialParameters<Values>,
  withoutCounterpart: Readonly<Record<string, string>>,
  zero: 'zero is not set' | 'zero is a value',
): OfficialTable<Values> {
  const spellings = parameters as Readonly<Record<string, Spellings<unknown>>>;
  const fields = new Map(
    Object.entries(spellings).flatMap(([field, names]) => Object.keys(names).map((name) => [name, field] as const)),
  );
  const values: Record<string, unknown> = {};
  const written = new Map<string, string>();
  for (const [name, value] of Object.entries(table)) {
    const field = fields.get(name);
    const isSet = !(
      value === undefined ||
      value === null ||
      value === '' ||
      (value === 0 && zero === 'zero is not set')
    );
    if (field === undefined) {
      if (isSet || !Object.hasOwn(withoutCounterpart, name)) throw unknownName(name, fields, withoutCounterpart);
      continue;
    }
    if (!isSet) continue;
    const other = written.get(field);
    if (other !== undefined) throw invalid(`${other} and ${name} are two names of one parameter. Give one of them.`);
    written.set(field, name);
    values[field] = spellings[field]?.[name]?.(value, name);
  }
  const found = values as Partial<Values>;
  return {
    values: found,
    nameOf: (field) => written.get(String(field)) ?? Object.keys(parameters[field])[0] ?? String(field),
    required(field) {
      const value = found[field];
      if (value !== undefined) return value;
      const [name, ...others] = Object.keys(parameters[field]);
      const how = others.length > 0 ? `or, by its other name, ${others.join(' or ')}` : 'there is no default';
      throw invalid(`${name} is missing. Set it (${how}).`);
    },
  };
}

/** The same reader under several names. */
export function spelt<T>(reader: ValueReader<T>, ...names: readonly string[]): Spellings<T> {
  return Object.fromEntries(names.map((name) => [name, reader]));
}

/** An entry to spread: nothing where the value is absent. */
export function given<Key extends string, T>(key: Key, value: T | undefined): { readonly [K in Key]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: T };
}

function unknownName(
  name: string,
  fields: ReadonlyMap<string, string>,
  withoutCounterpart: Readonly<Record<string, string>>,
): ConsumerError {
  const advice = Object.hasOwn(withoutCounterpart, name) ? withoutCounterpart[name] : undefined;
  if (advice !== undefined) return invalid(`${name} has no counterpart here. ${advice}`);
  const nearest = nearestName(name, [...fields.keys(), ...Object.keys(withoutCounterpart)]);
  const meant = nearest === undefined ? `Known are ${[...fields.keys()].join(', ')}.` : `Did you mean ${nearest}?`;
  return invalid(`${shown(name)} is no parameter of the official libraries. ${meant}`);
}

function invalid(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', message);
}
