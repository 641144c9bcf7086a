import { isDeepStrictEqual } from 'node:util';
import { type ConfigKey, isConsumerError } from '@polylog/core/driver';
import type { Finding } from '../config-problem.js';
import { pathOf } from '../source/path.js';
import { type Path, valueAt } from '../source/source.js';
import type { Expanded } from '../variables/expand.js';
import { acceptedValue } from './accepted-value.js';
import { phrase } from './phrase.js';

type Values = Readonly<Record<string, unknown>>;

export interface Attempt<T> {
  /** Judges values by using them: what it throws names the option at fault (`ConsumerError.option`). */
  readonly use: (values: Values) => T;
  readonly expanded: Expanded;
  readonly keys: Readonly<Record<string, ConfigKey>>;
  /** Where the values stand in the file. */
  readonly path: Path;
  readonly found: (finding: Finding) => void;
}

/**
 * Finds all that is wrong with values whose only judge throws the first thing that it sees: what it names is mended, and
 * the judge is asked again. Answers what came of it in the end, made of mended values if need be; undefined if nothing did.
 */
export function attempt<T>(attempted: Attempt<T>): T | undefined {
  const { use, keys, found } = attempted;
  let values = attempted.expanded.value as Values;
  const named = new Map<string, number>();
  for (;;) {
    let thrown: unknown;
    try {
      return use(values);
    } catch (error) {
      thrown = error;
    }
    const [key] = pathOf(optionOf(thrown));
    const times = named.get(String(key)) ?? 0;
    if (times === 0) found(explained(attempted, thrown));
    if (typeof key !== 'string' || times === 2) return undefined;
    named.set(key, times + 1);
    const { [key]: wrong, ...others } = values;
    const isNeeded = wrong === undefined || keys[key]?.required === true || times === 1;
    const accepted = isNeeded ? acceptedValue(keys[key]) : undefined;
    if (isNeeded && accepted === undefined) return undefined;
    values = accepted === undefined ? others : { ...others, [key]: accepted };
  }
}

function optionOf(thrown: unknown): string {
  return isConsumerError(thrown) ? (thrown.option ?? '') : '';
}

/**
 * The judge's own words, unless they could quote a variable: then the words that it finds where `${NAME}` stands in place
 * of the variable's value, and accepted values in place of all others that come from variables.
 */
function explained<T>({ use, expanded, keys, path }: Attempt<T>, thrown: unknown): Finding {
  const option = pathOf(optionOf(thrown));
  const code = isConsumerError(thrown) && thrown.code === 'unsupported' ? 'unsupported' : 'invalid-argument';
  const finding = { kind: code === 'unsupported' ? 'unsupported' : 'value', code, path: [...path, ...option] } as const;
  const written = expanded.written as Values;
  const values = expanded.value as Values;
  const isPlain = (key: string): boolean => isDeepStrictEqual(values[key], written[key]);
  const [key] = option;
  if (Object.keys(values).every(isPlain)) {
    return { ...finding, text: `${phrase(textOf(thrown), optionOf(thrown))}${inQuotes(keys, option, values)}` };
  }
  if (typeof key !== 'string') {
    const text =
      ': is refused, in words that are not shown, for they may quote a variable. Write values in place of the variables to see them.';
    return { ...finding, text };
  }
  const shown: Record<string, unknown> = {};
  for (const name of Object.keys(values)) {
    const value = name === key ? written[name] : isPlain(name) ? values[name] : acceptedValue(keys[name]);
    if (value !== undefined) shown[name] = value;
  }
  try {
    use(shown);
  } catch (error) {
    if (pathOf(optionOf(error))[0] === key) return { ...finding, text: phrase(textOf(error), optionOf(error)) };
  }
  return {
    ...finding,
    text: `is ${references(written[key])} of the environment, and what that holds is not accepted. ${allowedBy(keys[key])}`,
  };
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'is refused.';
}

/** Text that looks like a number, `true` or nothing is none in YAML. */
function inQuotes(keys: Attempt<unknown>['keys'], option: Path, values: Values): string {
  const [key] = option;
  const described = keys[String(key)];
  const isText = described?.type === 'text' || (described?.type === 'list' && described.of.type === 'text');
  const value = valueAt(values, option);
  return isText && (typeof value === 'number' || typeof value === 'boolean') ? ' Put it in quotes.' : '';
}

function references(written: unknown): string {
  return [...new Set(JSON.stringify(written).match(/\$\{[A-Za-z_]\w*/g) ?? [])].map((each) => `${each}}`).join(' and ');
}

function allowedBy(key: ConfigKey | undefined): string {
  if (key === undefined) return '';
  if ('allowed' in key && key.allowed !== undefined) return `Allowed: ${key.allowed.join(', ')}.`;
  if (key.type === 'number' && key.max !== undefined) return `Allowed: ${key.min ?? 0} to ${key.max}.`;
  return 'example' in key && key.example !== undefined ? `One that is: ${String(key.example)}.` : '';
}
