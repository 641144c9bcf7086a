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
export function attempt<T>({ use, expanded, keys, path, found }: Attempt<T>): T | undefined {
  const written = { ...(expanded.written as Values) };
  let values = expanded.value as Values;
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
    if (times === 0) {
      const code = isConsumerError(thrown) && thrown.code === 'unsupported' ? 'unsupported' : 'invalid-argument';
      const kind = code === 'unsupported' ? 'unsupported' : 'value';
      const text = explained({ use, keys, values, written, thrown });
      found({ kind, code, path: [...path, ...pathOf(optionOf(thrown))], text });
    }
    if (typeof key !== 'string' || times === 2) return undefined;
    named.set(key, times + 1);
    // Something that is accepted takes its place; where that does not help, nothing.
    const { [key]: _, ...others } = values;
    const accepted = times === 0 ? acceptedValue(keys[key]) : undefined;
    values = accepted === undefined ? others : { ...others, [key]: accepted };
    written[key] = accepted;
  }
}

function optionOf(thrown: unknown): string {
  return isConsumerError(thrown) ? (thrown.option ?? '') : '';
}

interface Explained {
  readonly use: (values: Values) => unknown;
  readonly keys: Attempt<unknown>['keys'];
  readonly values: Values;
  /** The same as they are written: where they differ there is a variable. */
  readonly written: Values;
  readonly thrown: unknown;
}

/**
 * The judge's own words, unless they could quote a variable: then the words that it finds where `${NAME}` stands in place
 * of the variable's value, and accepted values in place of all others that come from variables.
 */
function explained({ use, keys, values, written, thrown }: Explained): string {
  const option = pathOf(optionOf(thrown));
  const [key] = option;
  const fromVariables = Object.keys(values).filter((name) => !isDeepStrictEqual(values[name], written[name]));
  const words = (error: unknown): string =>
    `${phrase(textOf(error), optionOf(error))}${inQuotes(keys, option, values)}`;
  if (fromVariables.length === 0) return words(thrown);
  const names = fromVariables.flatMap((name) => references(written[name])).join(', ');
  if (typeof key !== 'string') {
    return `: is refused, in words that are not shown, for they may quote ${names}. Write values in place of the variables to see them.`;
  }
  const shown = { ...values };
  for (const name of fromVariables) {
    const value = name === key ? written[name] : acceptedValue(keys[name]);
    if (value === undefined) delete shown[name];
    else shown[name] = value;
  }
  try {
    use(shown);
  } catch (error) {
    if (pathOf(optionOf(error))[0] === key) return words(error);
  }
  if (!fromVariables.includes(key)) return `is not accepted beside what ${names} of the environment hold.`;
  return `is ${references(written[key]).join(' and ')} of the environment, and what that holds is not accepted. ${allowedBy(keys[key])}`.trim();
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

function references(written: unknown): string[] {
  const found = (JSON.stringify(written) ?? '').match(/\$\{[A-Za-z_]\w*/g) ?? [];
  return [...new Set(found)].map((each) => `${each}}`);
}

function allowedBy(key: ConfigKey | undefined): string {
  if (key === undefined) return '';
  if ('allowed' in key && key.allowed !== undefined) return `Allowed: ${key.allowed.join(', ')}.`;
  if (key.type === 'number' && key.max !== undefined) return `Allowed: ${key.min ?? 0} to ${key.max}.`;
  return 'example' in key && key.example !== undefined ? `One that is: ${String(key.example)}.` : '';
}
