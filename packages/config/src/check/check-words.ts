import type { ConfigKey } from '@polylog/core/driver';
import type { Finding } from '../config-problem.js';
import { isTable, type Path } from '../source/source.js';
import { type Expanded, keyWithin } from '../variables/expand.js';

type Values = Readonly<Record<string, unknown>>;

/** Checks keys that nobody else judges: each is one of the words that its data name. */
export function checkWords(
  { value, written }: Expanded,
  keys: Readonly<Record<string, ConfigKey>>,
  names: readonly string[],
  found: (finding: Finding) => void,
): void {
  for (const name of names) check((value as Values)[name], (written as Values)[name], keys[name], [name], found);
}

function check(
  value: unknown,
  written: unknown,
  key: ConfigKey | undefined,
  path: Path,
  found: (finding: Finding) => void,
): void {
  if (value === undefined || key === undefined) return;
  const wrong = (text: string): void => found({ kind: 'value', path, text });
  if (key.type === 'object' && isTable(value)) {
    for (const [name, each] of Object.entries(value))
      check(each, (written as Values)[name], keyWithin(key, name), [...path, name], found);
  } else if (key.type === 'object') {
    wrong(`must have keys: ${Object.keys(key.keys).join(', ')}.`);
  } else if (key.type === 'text' && key.allowed?.includes(value as string) === false) {
    const shown = typeof written === 'string' ? JSON.stringify(written) : `a ${typeof written}`;
    wrong(`is ${shown}; allowed: ${key.allowed.join(', ')}.`);
  }
}
