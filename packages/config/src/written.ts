import type { ConfigKey } from '@polylog/core/driver';
import { portableKeys, sectionKeys } from './keys/portable-keys.js';
import { isTable } from './source/source.js';
import { keyWithin } from './variables/expand.js';

const HIDDEN = '[hidden]';

/** A configuration as it is written, without its secrets, and of other sections only the names. */
export function writtenConfig(
  root: Readonly<Record<string, unknown>>,
  provider: string,
  keys: Readonly<Record<string, ConfigKey>>,
): unknown {
  const entries = Object.entries(root).flatMap(([name, value]): [string, unknown][] => {
    if (name === provider) return [[name, shownTable(value, { ...keys, ...sectionKeys })]];
    if (Object.hasOwn(portableKeys, name)) return [[name, shown(value, portableKeys[name])]];
    return isTable(value) && !name.startsWith('x-') ? [[name, '[another section]']] : [];
  });
  return Object.fromEntries(entries);
}

function shownTable(value: unknown, keys: Readonly<Record<string, ConfigKey>>): unknown {
  if (!isTable(value)) return HIDDEN;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shown(each, keys[name])]));
}

function shown(value: unknown, key: ConfigKey | undefined): unknown {
  // A key that nobody knows may be a secret's, misspelt.
  const isSecret = key === undefined || key.secret === true;
  if (isTable(value))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shown(each, keyWithin(key, name))]));
  return isSecret && !isHarmless(value) ? HIDDEN : value;
}

/** A reference without a default, or the word `env`. */
function isHarmless(value: unknown): boolean {
  return value === 'env' || (typeof value === 'string' && /^\$\{[A-Za-z_]\w*\}$/.test(value));
}
